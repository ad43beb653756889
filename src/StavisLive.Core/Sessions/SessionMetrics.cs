using System.Collections.Concurrent;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sinks;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sessions;

/// <summary>What a session counts and measures, for its reports and for the program's instruments alike. Each recorder is written by one stage.</summary>
/// <param name="stream">The stream's name.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionMetrics(string stream, TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly CounterSeries _framesIn = new(Instruments.Frames, Tags.Source(stream));
    private readonly CounterSeries _mapsOut = new(Instruments.Maps, Tags.Source(stream));
    private readonly CounterSeries _audioUnderruns = new(Instruments.AudioUnderruns, Tags.Source(stream));
    private readonly ConcurrentDictionary<string, CounterSeries> _skips = new();
    private readonly ConcurrentDictionary<string, CounterSeries> _reconnects = new();
    private long _framesOut;
    private long _lastFrameAt = Never;
    private long _mappedFrameAt = Never;

    public LatencyRecorder Resize { get; } = StageOf(stream, "resize");

    public LatencyRecorder Wait { get; } = StageOf(stream, "wait");

    public LatencyRecorder Network { get; } = StageOf(stream, "network");

    public LatencyRecorder CaptureToMap { get; } = new(Instruments.CaptureToMap, Tags.Source(stream));

    public RecentDurations RecentCaptureToMap { get; } = new();

    public long FramesIn => _framesIn.Count;

    public long FramesOut => Interlocked.Read(ref _framesOut);

    public long MapsOut => _mapsOut.Count;

    /// <summary>When the newest frame came; null before the first.</summary>
    public DateTimeOffset? LastFrame => Interlocked.Read(ref _lastFrameAt) is not Never and var at ? new DateTimeOffset(at, TimeSpan.Zero) : null;

    /// <summary>How long ago the newest frame that has a map was handed to the process; null before the first.</summary>
    public TimeSpan? MapAge => Interlocked.Read(ref _mappedFrameAt) is not Never and var at ? time.GetElapsedTime(at) : null;

    public void CountFrameIn()
    {
        _framesIn.Add();
        Interlocked.Exchange(ref _lastFrameAt, time.GetUtcNow().UtcTicks);
    }

    public void CountFrameOut(long capturedAt, TimeSpan captureToMap)
    {
        Interlocked.Increment(ref _framesOut);
        Interlocked.Exchange(ref _mappedFrameAt, capturedAt);
        CaptureToMap.Record(captureToMap);
        RecentCaptureToMap.Record(captureToMap);
    }

    public void CountMapOut() => _mapsOut.Add();

    public void CountAudioUnderrun() => _audioUnderruns.Add();

    /// <param name="reason">How the connection before ended: few values.</param>
    public void CountReconnect(string reason) => _reconnects
        .GetOrAdd(reason, static (reason, stream) => new CounterSeries(Instruments.Reconnects, Tags.Source(stream), Tags.Reason(reason)), stream)
        .Add();

    public void Skip(string reason) => Skip(reason, 1);

    public void Skip(string reason, long count) => _skips.GetOrAdd(reason, SkipsOf, stream).Add(count);

    /// <summary>How often the source was lost and came back.</summary>
    public int Reconnects => (int)_reconnects.Values.Sum(series => series.Count);

    /// <summary>What was left out so far, by reason.</summary>
    public IReadOnlyDictionary<string, long> Skips() =>
        _skips.OrderBy(skip => skip.Key, StringComparer.Ordinal).ToDictionary(skip => skip.Key, skip => skip.Value.Count);

    /// <summary>The whole run so far.</summary>
    public RunSummary Summarize(TimeSpan lookAhead, TimeSpan elapsed, bool interrupted, long repeatedSlots, SyncReading? sync, IEnumerable<SinkRunner> sinks)
    {
        var stages = new Dictionary<string, LatencyDistribution>
        {
            ["resize"] = Resize.Snapshot(),
            ["wait"] = Wait.Snapshot(),
            ["network"] = Network.Snapshot(),
        };
        foreach (var sink in sinks) stages[$"sink:{sink.Name}"] = sink.Durations.Snapshot();
        return new RunSummary
        {
            Stream = stream,
            FramesIn = FramesIn,
            FramesOut = FramesOut,
            MapsOut = MapsOut,
            RepeatedSlots = repeatedSlots,
            Reconnects = Reconnects,
            AudioUnderruns = _audioUnderruns.Count,
            Sync = sync,
            Skips = Skips(),
            Stages = stages,
            CaptureToMap = CaptureToMap.Snapshot(),
            LookAhead = lookAhead,
            Elapsed = elapsed,
            Interrupted = interrupted,
        };
    }

    private static LatencyRecorder StageOf(string stream, string stage) => new(Instruments.StageDuration, Tags.Source(stream), Tags.Stage(stage));

    private static CounterSeries SkipsOf(string reason, string stream) => SkipReason.OfFrame(reason) is { } skip
        ? new CounterSeries(Instruments.FramesDropped, Tags.Source(stream), Tags.Stage(skip.Stage), Tags.Reason(skip.Reason))
        : new CounterSeries(counter: null);
}
