using System.Collections.Concurrent;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sessions;

/// <summary>What a session counts and measures. Each recorder is written by one stage.</summary>
internal sealed class SessionMetrics
{
    private readonly ConcurrentDictionary<string, long> _skips = new();
    private long _framesIn;
    private long _framesOut;
    private long _mapsOut;

    public LatencyRecorder Resize { get; } = new();

    public LatencyRecorder Wait { get; } = new();

    public LatencyRecorder Network { get; } = new();

    public LatencyRecorder CaptureToMap { get; } = new();

    public long FramesIn => Interlocked.Read(ref _framesIn);

    public long FramesOut => Interlocked.Read(ref _framesOut);

    public long MapsOut => Interlocked.Read(ref _mapsOut);

    public void CountFrameIn() => Interlocked.Increment(ref _framesIn);

    public void CountFrameOut() => Interlocked.Increment(ref _framesOut);

    public void CountMapOut() => Interlocked.Increment(ref _mapsOut);

    public void Skip(string reason, long count = 1) => _skips.AddOrUpdate(reason, count, (_, before) => before + count);

    /// <summary>The whole run so far.</summary>
    public RunSummary Summarize(string stream, TimeSpan lookAhead, TimeSpan elapsed, bool interrupted, long repeatedSlots, SourceMonitor source, SyncReading? sync, IEnumerable<SinkRunner> sinks)
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
            Reconnects = Math.Max(0, source.Last.Connection - 1),
            Sync = sync,
            Skips = _skips.Concat(source.Skips).OrderBy(skip => skip.Key, StringComparer.Ordinal).ToDictionary(),
            Stages = stages,
            CaptureToMap = CaptureToMap.Snapshot(),
            LookAhead = lookAhead,
            Elapsed = elapsed,
            Interrupted = interrupted,
        };
    }
}
