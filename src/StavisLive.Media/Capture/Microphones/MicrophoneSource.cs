using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;
using StavisLive.Core.Supervision;

namespace StavisLive.Media.Capture.Microphones;

/// <summary>Gives live pictures the sound of a microphone, in place of any that they bring. Owns the microphone.</summary>
/// <remarks>
/// <para>
/// Both lie on the pictures' time line by the moment of their capture. What a network camera delays its pictures by, nobody
/// tells; its sound comes early by that much.
/// </para>
/// <para>
/// A microphone that goes away ends the sound, not the pictures: from then on it is missing, and a warning says so once.
/// </para>
/// </remarks>
public sealed partial class MicrophoneSource : SourceDecorator
{
    private readonly IMicrophone _microphone;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="inner">The pictures, live or paced; owned.</param>
    /// <param name="microphone">The sound, not yet open; owned.</param>
    /// <param name="time">The clock that both are stamped by.</param>
    /// <param name="log">Told when the microphone goes away.</param>
    public MicrophoneSource(ISource inner, IMicrophone microphone, TimeProvider time, ILogger log)
        : base(inner)
    {
        _microphone = microphone;
        _time = time;
        _log = log;
    }

    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        await _microphone.OpenAsync(cancellationToken).ConfigureAwait(false);
        LogListening(_log, _microphone.Name);
        return await Inner.OpenAsync(cancellationToken).ConfigureAwait(false) with { HasSound = true, EncodedSound = null };
    }

    /// <inheritdoc />
    public override async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var origin = new LineOrigin(_time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = ListenAsync(output, origin, stop.Token);
        try
        {
            await Inner.ReadAsync(new PictureWriter(output, origin), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _microphone.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ListenAsync(IMediaWriter output, LineOrigin origin, CancellationToken cancellationToken)
    {
        var line = new SoundLine(_time.TimestampFrequency);
        try
        {
            await _microphone.ListenAsync((samples, heardAt) => Write(samples, line.Place(heardAt, samples.Length)), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pictures have ended.
        }
        catch (SourceException e)
        {
            LogLost(_log, _microphone.Name, e.Message);
        }
        catch (Exception e)
        {
            LogBroken(_log, _microphone.Name, e);
        }

        void Write(ReadOnlySpan<float> samples, long begin)
        {
            // Before the first picture there is no line to lie on.
            if (origin.TimeOf(begin) is not { } presentationTime) return;
            var block = AudioBlock.Rent(samples.Length);
            samples.CopyTo(block.Samples);
            block.PresentationTime = presentationTime;
            // On the microphone's own thread, which may wait; a live writer never lets it.
            output.WriteAsync(block, cancellationToken).AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Passes pictures on and learns their line from them; their own sound is left out.</summary>
    private sealed class PictureWriter(IMediaWriter output, LineOrigin origin) : IMediaWriter
    {
        public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
        {
            origin.Learn(frame.PresentationTime, frame.CapturedAt);
            return output.WriteAsync(frame, cancellationToken);
        }

        public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
        {
            block.Dispose();
            return default;
        }

        public ValueTask WriteAsync(SoundPacket packet, CancellationToken cancellationToken)
        {
            packet.Dispose();
            return default;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening to {Microphone:l}")]
    private static partial void LogListening(ILogger log, string microphone);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Microphone {Microphone:l} is lost: {Reason:l}. The run goes on without sound")]
    private static partial void LogLost(ILogger log, string microphone, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Microphone {Microphone:l} broke unexpectedly. The run goes on without sound")]
    private static partial void LogBroken(ILogger log, string microphone, Exception cause);
}
