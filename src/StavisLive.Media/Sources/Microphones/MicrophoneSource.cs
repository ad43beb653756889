using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Core.Sources.Decorators;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Core.Synchronization;
using StavisLive.Media.Threads;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Gives live pictures the audio of a microphone, in place of any that they bring. Owns the microphone.</summary>
/// <remarks>
/// <para>
/// Both lie on the pictures' time line by the moment of their capture, and stay there whatever their clocks do (<see cref="AudioTimeline"/>). What
/// a network camera delays its pictures by, nobody tells; its audio comes early by that much.
/// </para>
/// <para>
/// A microphone that goes away later ends the audio, not the pictures: it is missing until the microphone can be opened again, as it is from
/// the beginning where a missing one is waited for. The log says each once.
/// </para>
/// </remarks>
public sealed partial class MicrophoneSource : SourceDecorator, IMeasuresSync
{
    // Somebody plugs it in again, or a sound server starts: seconds don't matter, and asking costs both of them work.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Func<IMicrophone> _create;
    private readonly bool _keepsTrying;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff = new(new Random()) { Longest = LongestWait };
    private readonly SyncMonitor _sync;
    private IMicrophone _microphone;
    private volatile bool _isLost;
    private bool _wasThere;
    private int _failures;

    /// <param name="inner">The pictures, live or paced; owned.</param>
    /// <param name="create">Makes the audio's microphone, not yet open; again whenever it was lost.</param>
    /// <param name="keepsTrying">Whether the pictures begin without a microphone that is not there yet; else that is an error.</param>
    /// <param name="time">The clock that both are stamped by.</param>
    /// <param name="log">Told when the microphone goes away and when it is back.</param>
    public MicrophoneSource(ISource inner, Func<IMicrophone> create, bool keepsTrying, TimeProvider time, ILogger log)
        : base(inner)
    {
        _create = create;
        _keepsTrying = keepsTrying;
        _microphone = create();
        _time = time;
        _sync = new SyncMonitor(time);
        _log = log;
    }

    /// <inheritdoc />
    public SyncMonitor Sync => _sync;

    /// <inheritdoc />
    public override async Task<SourceDescription> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _microphone.OpenAsync(cancellationToken).ConfigureAwait(false);
            LogListening(_log, _microphone.Name);
            _wasThere = true;
        }
        catch (SourceException e) when (_keepsTrying)
        {
            LogMissing(_log, e.Message);
            _isLost = true;
        }
        return await Inner.OpenAsync(cancellationToken).ConfigureAwait(false) with { HasAudio = true, EncodedAudio = null, AudioLag = TimeSpan.Zero };
    }

    /// <inheritdoc />
    public override async Task ReadAsync(IMediaWriter output, CancellationToken cancellationToken)
    {
        var origin = new TimelineOrigin(_time);
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

    private async Task ListenAsync(IMediaWriter output, TimelineOrigin origin, CancellationToken cancellationToken)
    {
        try
        {
            if (!_wasThere) await ReopenAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var reason = await ListenUntilLostAsync(output, origin, cancellationToken).ConfigureAwait(false);
                // One that opens again but gives nothing has not come back.
                if (!_isLost) LogLost(_log, _microphone.Name, reason);
                _isLost = true;
                await ReopenAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The pictures have ended.
        }
        catch (Exception e)
        {
            LogBroken(_log, _microphone.Name, e);
        }
    }

    private async Task<string> ListenUntilLostAsync(IMediaWriter output, TimelineOrigin origin, CancellationToken cancellationToken)
    {
        var line = new AudioTimeline();
        var untilReport = 0;
        try
        {
            await _microphone.ListenAsync(OnSamples, cancellationToken).ConfigureAwait(false);
            throw new InvalidOperationException("A microphone never ends of its own accord.");
        }
        catch (SourceException e)
        {
            return e.Message;
        }

        void OnSamples(ReadOnlySpan<float> samples, long heardAt)
        {
            if (_isLost) TellThere();
            _isLost = false;
            _failures = 0;
            // Before the first picture there is no line to lie on.
            if (origin.TimeOf(heardAt) is not { } heardOnLine) return;
            var laid = line.Take(samples, heardOnLine, out var begin);
            Report(samples.Length);
            if (laid.IsEmpty) return;
            var block = AudioBlock.Rent(laid.Length);
            laid.CopyTo(block.Samples);
            block.PresentationTime = begin;
            // A live writer never lets the microphone wait.
            OwnThread.Wait(output.WriteAsync(block, cancellationToken));
        }

        void TellThere()
        {
            if (_wasThere) LogBack(_log, _microphone.Name);
            else LogListening(_log, _microphone.Name);
            _wasThere = true;
        }

        // Once a second of audio: a reading is not worth more.
        void Report(int count)
        {
            if ((untilReport -= count) > 0 || line.Reading is not { } reading) return;
            _sync.Report(reading);
            untilReport = AudioFormat.SampleRate;
        }
    }

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _microphone.DisposeAsync().ConfigureAwait(false);
            await Task.Delay(_backoff.Before(_failures++, wasRefused: false), _time, cancellationToken).ConfigureAwait(false);
            _microphone = _create();
            try
            {
                await _microphone.OpenAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (SourceException)
            {
                // Said when it was lost; it is tried for until it is there.
            }
        }
    }

    /// <summary>Passes pictures on and learns their line from them; their own audio is left out.</summary>
    private sealed class PictureWriter(IMediaWriter output, TimelineOrigin origin) : IMediaWriter
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

        public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
        {
            packet.Dispose();
            return default;
        }

        public ValueTask WritePauseAsync(CancellationToken cancellationToken) => output.WritePauseAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening to {Microphone:l}")]
    private static partial void LogListening(ILogger log, string microphone);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Reason:l} The run begins without sound until it is there")]
    private static partial void LogMissing(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Microphone {Microphone:l} is lost: {Reason:l}. The run goes on without sound until it is back")]
    private static partial void LogLost(ILogger log, string microphone, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Microphone {Microphone:l} is back")]
    private static partial void LogBack(ILogger log, string microphone);

    [LoggerMessage(Level = LogLevel.Error, Message = "Microphone {Microphone:l} broke unexpectedly. The run goes on without sound")]
    private static partial void LogBroken(ILogger log, string microphone, Exception cause);
}
