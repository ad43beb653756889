using Microsoft.Extensions.Logging;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>Runs one sink on its own task as a subscriber of its stream, so that it can be slow or fail alone.</summary>
/// <remarks>Owns the sink and its subscription. The sink is called by one task only.</remarks>
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

    private readonly ISink _sink;
    private readonly Subscription _subscription;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private Task _running = Task.CompletedTask;
    private bool _hasNoReader;

    /// <param name="sink">The sink; owned.</param>
    /// <param name="feed">The stream, whose source is open.</param>
    /// <param name="skipped">Told of each item that the sink was too slow for, by <see cref="SkipReason"/>.</param>
    /// <param name="time">Clock of the durations.</param>
    /// <param name="log">Told when the sink fails.</param>
    public SinkRunner(ISink sink, IStreamFeed feed, Action<string> skipped, TimeProvider time, ILogger log)
    {
        _sink = sink;
        _time = time;
        _log = log;
        Durations = new LatencyRecorder(Instruments.StageDuration, Tags.Source(feed.Name), Tags.Stage($"sink:{sink.Name}"));
        var (reason, audioReason) = (SkipReason.SinkSlow(sink.Name), SkipReason.SinkSlowForAudio(sink.Name));
        _subscription = feed.Subscribe(new SubscriptionOptions
        {
            Name = sink.Name,
            Kind = "sink",
            Content = ContentFor(sink, feed.Description!.IsLive),
            Capacity = CapacityFor(sink, feed.Description!),
            WaitsOffline = true,
            Skipped = item => skipped(item is StreamItem.Samples or StreamItem.Packet ? audioReason : reason),
        });
    }

    /// <summary>The sink's name.</summary>
    public string Name => _sink.Name;

    /// <summary>Done when the sink takes nothing more: at the end, or because it failed.</summary>
    public Task Ended => _running;

    /// <summary>What ended the sink before its time; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>What writing a result, or a frame by itself, took.</summary>
    public LatencyRecorder Durations { get; }

    /// <summary>Opens the sink and starts to run it.</summary>
    /// <exception cref="SinkException">It cannot be opened.</exception>
    public async Task StartAsync(SourceDescription source, CancellationToken cancellationToken)
    {
        await _sink.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Lets the sink close its files, once the stream has ended and everything queued is written.</summary>
    public async Task CompleteAsync(RunSummary summary)
    {
        await _running.ConfigureAwait(false);
        if (Failure is not null || _hasNoReader) return;
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
        await _sink.DisposeAsync().ConfigureAwait(false);
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
            await foreach (var item in _subscription.ReadAllAsync().ConfigureAwait(false)) await HandOverAsync(item).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(e);
        }
        finally
        {
            await _subscription.DisposeAsync().ConfigureAwait(false);
        }
    }

    private ValueTask HandOverAsync(StreamItem item) => item switch
    {
        StreamItem.Result result => WriteAsync(result.Value),
        StreamItem.Frame frame => WriteAsync(frame.Picture),
        StreamItem.Samples samples => ((IAudioSink)_sink).WriteAsync(samples.Block, CancellationToken.None),
        StreamItem.Packet packet => ((IAudioSink)_sink).WriteAsync(packet.Content, CancellationToken.None),
        StreamItem.SourceChanged source => ((IStateSink)_sink).WriteAsync(source.Change, CancellationToken.None),
        StreamItem.AudioChanged audio => ((IStateSink)_sink).WriteAsync(audio.Change, CancellationToken.None),
        _ => throw new InvalidOperationException($"{item.GetType().Name} is no item of a stream."),
    };

    private async ValueTask WriteAsync(SaliencyResult result)
    {
        var begun = _time.GetTimestamp();
        await _sink.WriteAsync(result, CancellationToken.None).ConfigureAwait(false);
        // Of a sink that gets its frames apart, those are what counts.
        if (!_subscription.Wants(FeedContent.Frames)) Durations.Record(_time.GetElapsedTime(begun));
    }

    private async ValueTask WriteAsync(VideoFrame frame)
    {
        var begun = _time.GetTimestamp();
        await ((IFrameSink)_sink).WriteAsync(frame, CancellationToken.None).ConfigureAwait(false);
        Durations.Record(_time.GetElapsedTime(begun));
    }

    private void Fail(Exception cause)
    {
        if (cause is ReaderGoneException)
        {
            _hasNoReader = true;
            LogUnread(_log, Name);
            return;
        }
        Failure = cause;
        if (cause is SinkException) LogFailed(_log, Name, cause.Message);
        else LogBroken(_log, Name, cause);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Output {Sink} ends: nobody reads it any more")]
    private static partial void LogUnread(ILogger log, string sink);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped: {Reason}")]
    private static partial void LogFailed(ILogger log, string sink, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Output {Sink} stopped unexpectedly")]
    private static partial void LogBroken(ILogger log, string sink, Exception cause);
}
