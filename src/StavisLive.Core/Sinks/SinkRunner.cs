using Microsoft.Extensions.Logging;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>Runs one sink on its own task as a subscriber of its stream, so that it can be slow or fail alone.</summary>
/// <remarks>
/// Live, where there is somebody who makes another one, a sink that has worked and fails is followed by that, after a pause. Owns the
/// sink and its subscription. The sink is called by one task only.
/// </remarks>
internal sealed partial class SinkRunner : IAsyncDisposable
{
    // Offline a handful hides the encoder's hiccups. Live, a late map brings all the frames that waited for it at once:
    // a whole delay line of them must find room, or metrics and recordings would have holes.
    private const int OfflineCapacity = 8;

    /// <summary>Most results that wait for a live sink, and frames of a live stream that wait for their maps.</summary>
    public const int LiveCapacity = 64;

    // Audio comes in small pieces between the pictures: up to a hundred a second from a network stream. Offline it waits
    // with the pictures; live it must not push them out while an encoder starts.
    private const int OfflineAudioAllowance = 32;
    private const int LiveAudioAllowance = 128;

    private readonly Subscription _subscription;
    private readonly Func<Task<ISink>>? _renew;
    private readonly SinkRecovery _recovery;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    // Null while it waits for another one.
    private ISink? _sink;
    private SourceDescription? _source;
    private Task _running = Task.CompletedTask;
    private volatile Exception? _failure;
    private bool _isOpen;
    private bool _isOver;

    /// <param name="sink">The sink; owned.</param>
    /// <param name="feed">The stream, whose source is open.</param>
    /// <param name="skipped">Told of each item that the sink was too slow for, by <see cref="SkipReason"/>.</param>
    /// <param name="renew">Makes another one of its kind, not yet open, when the sink of a live stream has failed; null: it stays failed.</param>
    /// <param name="time">Clock of the durations and pauses.</param>
    /// <param name="log">Told when the sink fails, and when it is back.</param>
    public SinkRunner(ISink sink, IStreamFeed feed, Action<string> skipped, Func<Task<ISink>>? renew, TimeProvider time, ILogger log)
    {
        _sink = sink;
        _renew = feed.Description!.IsLive ? renew : null;
        _recovery = new SinkRecovery(time);
        _time = time;
        _log = log;
        Name = sink.Name;
        Durations = new LatencyRecorder(Instruments.StageDuration, Tags.Source(feed.Name), Tags.Stage($"sink:{sink.Name}"));
        var (reason, audioReason) = (SkipReason.SinkSlow(sink.Name), SkipReason.SinkSlowForAudio(sink.Name));
        _subscription = feed.Subscribe(new SubscriptionOptions
        {
            Name = sink.Name,
            Kind = "sink",
            Content = ContentFor(sink, feed.Description.IsLive),
            Capacity = CapacityFor(sink, feed.Description),
            WaitsOffline = true,
            IsOutput = true,
            Skipped = item => skipped(item is StreamItem.Samples or StreamItem.Packet ? audioReason : reason),
        });
    }

    /// <summary>The sink's name.</summary>
    public string Name { get; }

    /// <summary>Done when nothing more is written: at the end, or because the sink failed and stays so.</summary>
    public Task Ended => _running;

    /// <summary>Why nothing is written, or was until moments ago; null while all is well.</summary>
    public Exception? Failure => _failure;

    /// <summary>What writing a result, or a frame by itself, took.</summary>
    public LatencyRecorder Durations { get; }

    /// <summary>Opens the sink and starts to run it.</summary>
    /// <exception cref="SinkException">It cannot be opened.</exception>
    public async Task StartAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        _source = source;
        await _sink!.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        _isOpen = true;
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Lets a sink that was opened close its files, once the stream has ended and everything queued is written.</summary>
    public async Task CompleteAsync(RunSummary summary)
    {
        await _running.ConfigureAwait(false);
        if (!_isOpen || _isOver || _sink is null) return;
        try
        {
            await _sink.CompleteAsync(summary, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _subscription.DisposeAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        if (_sink is not null) await SinkDisposal.DisposeAsync(_sink, _log).ConfigureAwait(false);
    }

    private static FeedContent ContentFor(ISink sink, bool isLive)
    {
        var content = sink.NeedsPicture ? FeedContent.Pictures : FeedContent.Results;
        if (sink is IFrameSink && isLive) content = FeedContent.Results | FeedContent.Frames;
        if (sink is IAudioSink) content |= FeedContent.Audio;
        if (sink is IStateSink) content |= FeedContent.States;
        return content;
    }

    private static int CapacityFor(ISink sink, SourceDescription source)
    {
        var capacity = source.IsLive ? LiveCapacity : OfflineCapacity;
        if (sink is IAudioSink && source.HasAudio) capacity += source.IsLive ? LiveAudioAllowance : OfflineAudioAllowance;
        return capacity;
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var item in _subscription.ReadAllAsync().ConfigureAwait(false))
            {
                var sink = _sink ?? await RenewAsync().ConfigureAwait(false);
                if (sink is not null) await TakeAsync(sink, item).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    private async ValueTask TakeAsync(ISink sink, StreamItem item)
    {
        try
        {
            await HandOverAsync(sink, item).ConfigureAwait(false);
        }
        catch (Exception e) when (_renew is not null && _recovery.HasWorked && e is not ReaderGoneException)
        {
            Lose(e);
            await SinkDisposal.DisposeAsync(sink, _log).ConfigureAwait(false);
        }
    }

    /// <summary>Another sink in the place of the one that has failed, once it is time; null while there is none.</summary>
    private async Task<ISink?> RenewAsync()
    {
        if (!_recovery.IsDue) return null;
        ISink? sink = null;
        try
        {
            sink = await _renew!().ConfigureAwait(false);
            await sink.OpenAsync(_source!, CancellationToken.None).ConfigureAwait(false);
            return _sink = sink;
        }
        catch (Exception e)
        {
            Lose(e);
            if (sink is not null) await SinkDisposal.DisposeAsync(sink, _log).ConfigureAwait(false);
            return null;
        }
    }

    // Told once for each kind of reason: texts name files and numbers that are others each time.
    private void Lose(Exception cause)
    {
        if (_failure?.GetType() != cause.GetType())
        {
            if (cause is SinkException) LogLost(_log, Name, cause.Message);
            else LogBroken(_log, Name, cause);
        }
        _failure = cause;
        _sink = null;
        _recovery.Fail();
    }

    private ValueTask HandOverAsync(ISink sink, StreamItem item) => item switch
    {
        StreamItem.Result result => WriteAsync(sink, result.Value),
        StreamItem.Frame frame => WriteAsync(sink, frame.Picture),
        StreamItem.Samples samples => ((IAudioSink)sink).WriteAsync(samples.Block, CancellationToken.None),
        StreamItem.Packet packet => ((IAudioSink)sink).WriteAsync(packet.Content, CancellationToken.None),
        StreamItem.SourceChanged source => ((IStateSink)sink).WriteAsync(source.Change, CancellationToken.None),
        StreamItem.AudioChanged audio => ((IStateSink)sink).WriteAsync(audio.Change, CancellationToken.None),
        _ => throw new InvalidOperationException($"{item.GetType().Name} is no item of a stream."),
    };

    private async ValueTask WriteAsync(ISink sink, SaliencyResult result)
    {
        var begun = _time.GetTimestamp();
        await sink.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
        // Of a sink that gets its frames apart, those are what counts.
        if (!_subscription.Wants(FeedContent.Frames)) NoteWritten(begun);
    }

    private async ValueTask WriteAsync(ISink sink, VideoFrame frame)
    {
        var begun = _time.GetTimestamp();
        await ((IFrameSink)sink).WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
        NoteWritten(begun);
    }

    private void NoteWritten(long begun)
    {
        Durations.Record(_time.GetElapsedTime(begun));
        if (!_recovery.Write() || _failure is null) return;
        _failure = null;
        LogBack(_log, Name);
    }

    private void Fail(Exception cause)
    {
        _isOver = true;
        if (cause is ReaderGoneException)
        {
            LogUnread(_log, Name);
            return;
        }
        _failure = cause;
        if (cause is SinkException) LogFailed(_log, Name, cause.Message);
        else LogBroken(_log, Name, cause);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Output {Sink} ends: nobody reads it any more")]
    private static partial void LogUnread(ILogger log, string sink);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped, and is begun anew as soon as that is possible: {Reason}")]
    private static partial void LogLost(ILogger log, string sink, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Output {Sink} is written again")]
    private static partial void LogBack(ILogger log, string sink);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped: {Reason}")]
    private static partial void LogFailed(ILogger log, string sink, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped unexpectedly")]
    private static partial void LogBroken(ILogger log, string sink, Exception cause);
}
