using Microsoft.Extensions.Logging;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Queues;
using StavisLive.Core.Sessions.Stages;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sessions;

/// <summary>One stream from its source to its subscribers.</summary>
/// <remarks>
/// <code>
/// source -> [capture] -> window stage -> [network] -> inference -> [publish] -> publisher -> hub -> [subscriber:...] -> sinks, ...
///                             \---------- delay line of frames --------------/
/// </code>
/// Offline every queue waits, but for those of subscribers who would rather miss something; live the capture, network and subscribers'
/// queues let the newest win and count what they drop. Owns the source and the sinks, not the network.
/// </remarks>
public sealed class StreamSession : IAsyncDisposable
{
    // Live: a window's length of frames, so that a slow step costs no picture of the window after it, and their audio.
    private const int LiveCaptureCapacity = 48;

    // Offline the decoder runs ahead a little; more would only be memory.
    private const int OfflineCaptureCapacity = 8;

    private readonly SessionOptions _options;
    private readonly ISource _source;
    private readonly IReadOnlyList<ISink> _sinks;
    private readonly IInference _inference;
    private readonly IFramePreprocessor _preprocessor;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SessionMetrics _metrics;
    private readonly SessionGauges _gauges;
    private readonly SourceMonitor _monitor;
    private readonly bool _reportsState;
    private readonly SyncMonitor? _sync;
    private readonly StreamHub _hub;

    // Replaced as a whole, since others look at it from any thread.
    private volatile IReadOnlyList<SinkRunner> _runners = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isInterrupted;

    // Under the lock: a run and a disposal may be asked for at once.
    private readonly Lock _lock = new();
    private bool _hasBegun;
    private Task? _disposal;

    private SourceDescription? _description;
    private TimeSpan _lookAhead;
    private long _begunAt;

    /// <summary>A session that is yet to run.</summary>
    /// <param name="options">How the stream is run.</param>
    /// <param name="source">The source, not yet open; owned.</param>
    /// <param name="sinks">Where results go beside the subscribers, in the order in which they are opened; owned.</param>
    /// <param name="inference">The network; borrowed.</param>
    /// <param name="preprocessor">Makes the network's pictures of frames.</param>
    /// <param name="time">Clock of the durations.</param>
    /// <param name="log">Told what becomes of sinks and audio.</param>
    public StreamSession(
        SessionOptions options,
        ISource source,
        IReadOnlyList<ISink> sinks,
        IInference inference,
        IFramePreprocessor preprocessor,
        TimeProvider time,
        ILogger log)
    {
        _options = options;
        _source = source;
        _reportsState = source.Find<IReportsState>() is not null;
        _monitor = source.Find<IReportsState>()?.Monitor ?? new SourceMonitor(time);
        _sync = source.Find<IMeasuresSync>()?.Sync;
        _hub = options.Hub ?? new StreamHub(options.Name);
        _metrics = new SessionMetrics(options.Name, time);
        _gauges = new SessionGauges(_metrics, _monitor, _sync, _hub, () => _runners);
        _monitor.SubscribeSkips(_metrics.Skip);
        _monitor.Subscribe(new ReconnectWatch(_metrics.CountReconnect).Take);
        _sinks = sinks;
        _inference = inference;
        _preprocessor = preprocessor;
        _time = time;
        _log = log;
    }

    /// <summary>Runs to the source's end, or until interrupted. Once.</summary>
    /// <param name="interrupt">Stops the run; what was computed is published and every sink closes its files.</param>
    /// <exception cref="SourceException">The source cannot be opened; no sink was.</exception>
    /// <exception cref="SinkException">A sink cannot be opened; nothing was read.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    /// <exception cref="Exception">The predictor failed: its own exception.</exception>
    public async Task<SessionOutcome> RunAsync(CancellationToken interrupt)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposal is not null, this);
            if (_hasBegun) throw new InvalidOperationException($"The session of \"{_options.Name}\" has been run already.");
            _hasBegun = true;
        }
        try
        {
            return await RunOnceAsync(interrupt).ConfigureAwait(false);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    /// <summary>What the stream publishes, for anyone to subscribe to at any time.</summary>
    public IStreamFeed Feed => _hub;

    /// <summary>How far the run is; callable at any time from any thread.</summary>
    public SessionStatus Status() => new()
    {
        Stream = _options.Name,
        FramesIn = _metrics.FramesIn,
        FramesOut = _metrics.FramesOut,
        MapsOut = _metrics.MapsOut,
        FrameCount = _description?.FrameCount,
        Elapsed = Elapsed,
        CaptureToMap = _metrics.RecentCaptureToMap.Snapshot(),
        Source = _monitor.State,
        Sync = _sync?.Reading,
        Skips = _metrics.Skips(),
        Reconnects = _metrics.Reconnects,
        SinkFailures = FailuresOf(_runners),
    };

    /// <summary>Interrupts a run and waits for its end, then closes the source and the sinks. Any number of times, from any thread.</summary>
    /// <remarks>The source and the sinks must not wait for it while they are called: it waits for them.</remarks>
    public ValueTask DisposeAsync()
    {
        lock (_lock) return new ValueTask(_disposal ??= Task.Run(EndAsync));
    }

    private TimeSpan Elapsed => _begunAt == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_begunAt);

    private void Interrupt()
    {
        _isInterrupted = true;
        _stop.Cancel();
    }

    private async Task EndAsync()
    {
        Interrupt();
        // Until then its stages use what is disposed here. No run begins any more.
        if (_hasBegun) await _ended.Task.ConfigureAwait(false);
        _hub.End();
        foreach (var runner in _runners) await runner.DisposeAsync().ConfigureAwait(false);
        foreach (var sink in _sinks.Skip(_runners.Count)) await SinkDisposal.DisposeAsync(sink, _log).ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task<SessionOutcome> RunOnceAsync(CancellationToken interrupt)
    {
        using var interruption = interrupt.Register(Interrupt);
        using var activity = Telemetry.StartActivity("stavis.stream", _options.Name);
        using var observed = Gauges.Streams.Enter(_gauges);
        try
        {
            // Such a source is live, and has states to tell before it is open.
            if (_reportsState) BeginFeed(isLive: true);
            _description = await OpenSourceAsync().ConfigureAwait(false);
            Report(SourceState.Live);
            _hub.Describe(_description);
            if (!_reportsState) BeginFeed(_description.IsLive);
            var listens = await _inference.Ready.WaitAsync(_stop.Token).ConfigureAwait(false) && _options.Audio;
            await OpenSinksAsync(_description).ConfigureAwait(false);
            var outcome = await RunStagesAsync(_description, listens).ConfigureAwait(false);
            if ((outcome.SourceFailure ?? outcome.SinkFailures.Values.FirstOrDefault()) is { } failure) activity.Fail(failure);
            return outcome;
        }
        catch (OperationCanceledException) when (_isInterrupted)
        {
            // Interrupted before the first frame.
            return await CloseAsync(assembler: null, sourceFailure: null, interrupted: true).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            activity.Fail(e);
            _options.Tap?.Fail(e);
            throw;
        }
    }

    private async Task<SourceDescription> OpenSourceAsync()
    {
        using var activity = Telemetry.StartActivity("stavis.source.open", _options.Name);
        try
        {
            return await _source.OpenAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
    }

    private async Task OpenSinksAsync(SourceDescription description)
    {
        foreach (var sink in _sinks)
        {
            var runner = new SinkRunner(sink, _hub, _metrics.Skip, _options.Renewal?.Invoke(sink), _time, _log);
            _runners = [.. _runners, runner];
            await runner.StartAsync(description, _stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<SessionOutcome> RunStagesAsync(SourceDescription description, bool listens)
    {
        _begunAt = _time.GetTimestamp();
        using var patience = new ReaderPatience(_hub, _time, _log, _stop.Token);
        var windowing = WindowingOf(description, listens);
        var isStills = description.Kind == SourceKind.Stills;
        using var assembler = _options.Assembler?.Invoke(description, listens)
            ?? (isStills ? new StillAssembler(listens) : new SlidingAssembler(windowing));
        var tap = isStills ? null : _options.Tap;
        tap?.Begin(_options.Name, description, windowing);
        if (tap is not null) _monitor.Subscribe(tap.TakeState);
        // Live: a second of look-ahead and network at 60 fps. Offline what waits is bounded by the queues, and all of it is needed.
        var delayLine = description.IsLive
            ? new DelayLine(SinkRunner.LiveCapacity, SinkRunner.LiveCapacity * (long)FramePool.LargePicture)
            : new DelayLine(int.MaxValue, long.MaxValue);
        var lane = _inference.Open(new LaneOptions
        {
            Stream = _options.Name,
            IsLive = description.IsLive,
            Priority = _options.Priority,
            Dropped = () => _metrics.Skip(SkipReason.ModelBusy),
        });
        var capture = description.IsLive
            ? new StageQueue<MediaItem>(
                "capture", LiveCaptureCapacity, FullMode.DropOldest, static item => item.Dispose(), CountOverflow,
                static item => item.PictureBytes, LiveCaptureCapacity * (long)FramePool.LargePicture)
            : new StageQueue<MediaItem>("capture", OfflineCaptureCapacity, FullMode.Wait, static item => item.Dispose());

        var reporter = new AudioReporter(_options.Name, _hub, _log);
        reporter.CheckLag(windowing);
        var audio = description.IsLive && _options.Audio ? new AudioWatch(description.HasAudio, _time, reporter.Take) : null;
        var context = new StageContext(delayLine, lane, _hub, tap, audio, _metrics, _time);
        var windowStage = new WindowStage(_preprocessor, assembler, windowing.Pause, description.IsLive, description.EncodedAudio is not null, listens && description.HasAudio, context);
        _lookAhead = isStills ? TimeSpan.Zero : windowing.LookAhead;
        _gauges.Begin(new SessionGauges.Stages(
            _lookAhead, () => audio?.Level,
            [("capture", () => capture.Count), ("delay", () => delayLine.Count), ("network", () => lane.WaitingWindows), ("publish", () => lane.WaitingMaps)]));
        var publisher = new Publisher(_options.Name, windowing, _lookAhead, _monitor, _sync, context);

        void CountInvalid(int samples)
        {
            _metrics.Skip(SkipReason.InvalidSample, samples);
            reporter.TakeInvalid();
        }

        // The publisher ends last: with its stream's last map, or with the predictor's failure.
        var publishing = Task.Run(() => publisher.RunAsync(), CancellationToken.None);
        var reading = Task.Run(() => ReadSourceAsync(new MediaWriter(capture, CountInvalid), capture), CancellationToken.None);
        var windows = Task.Run(() => windowStage.RunAsync(capture, _stop.Token), CancellationToken.None);
        var watching = StopWithoutSinksAsync(publishing);

        Exception? sourceFailure;
        try
        {
            await publishing.ConfigureAwait(false);
        }
        finally
        {
            // In the regular course everything has ended by now; otherwise the first cause ends the rest. The source is closed after
            // that and must not be read any more; the window stage comes last, since it may have failed.
            await _stop.CancelAsync().ConfigureAwait(false);
            sourceFailure = await reading.ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            await windows.ConfigureAwait(false);
        }
        if (delayLine.Clear() is > 0 and var left) _metrics.Skip(SkipReason.Interrupted, left);
        return await CloseAsync(assembler, sourceFailure, _isInterrupted).ConfigureAwait(false);
    }

    private static Dictionary<string, Exception> FailuresOf(IEnumerable<SinkRunner> runners)
    {
        var failures = new Dictionary<string, Exception>();
        foreach (var runner in runners)
        {
            if (runner.Failure is { } failure) failures[runner.Name] = failure;
        }
        return failures;
    }

    private WindowingOptions WindowingOf(SourceDescription description, bool listens)
    {
        if (description.Windowing is { } recorded) return recorded with { Listens = listens, AudioLag = description.AudioLag };
        return new WindowingOptions
        {
            Fps = _options.WindowFps ?? SlotGrid.DefaultFps(description.FrameRate),
            Alignment = _options.Alignment,
            IsLive = description.IsLive,
            HasAudio = description.HasAudio,
            AudioLag = description.AudioLag,
            Listens = listens,
        };
    }

    private async Task<Exception?> ReadSourceAsync(MediaWriter writer, StageQueue<MediaItem> capture)
    {
        try
        {
            await _source.ReadAsync(writer, _stop.Token).ConfigureAwait(false);
            Report(SourceState.Ended);
            return null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Report(SourceState.Ended);
            return null;
        }
        catch (Exception e)
        {
            Report(SourceState.Failed, e.Message);
            // What came before is still published; the outcome carries the cause.
            return e;
        }
        finally
        {
            capture.Complete();
        }
    }

    /// <summary>Ends a run that has nobody left to publish to.</summary>
    private async Task StopWithoutSinksAsync(Task publishing)
    {
        if (_runners.Count == 0 || !_options.EndsWithSinks) return;
        var ended = Task.WhenAll(_runners.Select(runner => runner.Ended));
        if (await Task.WhenAny(ended, publishing).ConfigureAwait(false) == ended) await _stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task<SessionOutcome> CloseAsync(IWindowAssembler? assembler, Exception? sourceFailure, bool interrupted)
    {
        _hub.End();
        foreach (var runner in _runners) await runner.Ended.ConfigureAwait(false);
        var summary = _metrics.Summarize(_lookAhead, Elapsed, interrupted, assembler?.RepeatedSlots ?? 0, _sync?.Reading, _runners);
        foreach (var runner in _runners) await runner.CompleteAsync(summary).ConfigureAwait(false);
        return new SessionOutcome(summary, sourceFailure, FailuresOf(_runners));
    }

    // Offline a subscriber may make us wait, and a source that is there when it is asked has no state worth telling.
    private void BeginFeed(bool isLive)
    {
        _hub.Begin(isLive);
        if (isLive) _monitor.Subscribe(change => _hub.Publish(change with { Stream = _options.Name }));
    }

    // Others tell by themselves.
    private void Report(SourceState state, string? reason = null)
    {
        if (!_reportsState) _monitor.Report(state, reason);
    }

    private void CountOverflow(MediaItem item)
    {
        if (item is not MediaItem.Picture) return;
        _metrics.CountFrameIn();
        _metrics.Skip(SkipReason.CaptureOverflow);
    }
}
