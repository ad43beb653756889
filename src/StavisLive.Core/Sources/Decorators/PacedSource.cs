using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Decorators;

/// <summary>Plays a source that could go faster at the pace of its time stamps, as if it happened now.</summary>
/// <remarks>
/// Pictures wait for their time; audio is handed over as it comes, which is early by what the container interleaves: a
/// window that hears its whole excerpt is none the worse. A recorded pause comes at once, too.
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
        private long _begunAt;
        private MediaTime? _first;

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
            if (_first is null)
            {
                _first = due;
                _begunAt = time.GetTimestamp();
            }
            var left = (due - _first.Value).ToTimeSpan() - time.GetElapsedTime(_begunAt);
            if (left > TimeSpan.Zero) await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
