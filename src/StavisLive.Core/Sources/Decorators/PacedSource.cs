using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Plays a source that could go faster at the pace of its time stamps, as if it happened now.</summary>
/// <remarks>
/// Pictures wait for their time; audio is handed over as it comes, which is early by what the container interleaves: a
/// window that hears its whole excerpt is none the worse. A recorded pause comes at once, too. After a halt (a computer that slept, a share that hung) it
/// goes on at its pace from there.
/// </remarks>
public sealed class PacedSource(ISource inner, TimeProvider time) : SourceDecorator(inner)
{
    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken) =>
        await Inner.OpenAsync(cancellationToken).ConfigureAwait(false) with { IsLive = true };

    /// <inheritdoc />
    public override Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken) =>
        Inner.ReadAsync(new Writer(output, time), cancellationToken);

    private sealed class Writer(IMediaWriter output, TimeProvider time) : MediaWriterDecorator(output)
    {
        // Less is caught up with: a busy machine, a slow decoder.
        private static readonly TimeSpan Halt = TimeSpan.FromSeconds(1);

        private readonly long _madeAt = time.GetTimestamp();
        private TimeSpan? _origin;

        public override async ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            try
            {
                await WaitForAsync(frame.PresentationTime, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                frame.Dispose();
                throw;
            }
            frame.CapturedAt = time.GetTimestamp();
            await Output.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
        }

        private async ValueTask WaitForAsync(MediaTime due, CancellationToken cancellationToken)
        {
            var now = time.GetElapsedTime(_madeAt);
            if (_origin + due.ToTimeSpan() - now is not { } left || left < -Halt) _origin = now - due.ToTimeSpan();
            else if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
