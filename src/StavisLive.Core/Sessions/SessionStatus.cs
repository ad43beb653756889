using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sessions;

/// <summary>A stream's run at a moment, for progress displays.</summary>
/// <remarks>What is counted is counted from the run's beginning; <paramref name="CaptureToMap"/> is of the newest frames, some ten seconds of them.</remarks>
public sealed record SessionStatus(
    string Stream, long FramesIn, long FramesOut, long MapsOut, long? FrameCount, TimeSpan Elapsed, LatencyDistribution CaptureToMap,
    SourceState Source = SourceState.Live, SyncReading? Sync = null, IReadOnlyDictionary<string, long>? Skips = null, int Reconnects = 0,
    IReadOnlyDictionary<string, Exception>? SinkFailures = null);
