using System.Globalization;
using StavisLive.Core.Pipeline;
using StavisLive.Core.Supervision;
using StavisLive.Core.Synchronization;

namespace StavisLive.Cli.Running;

/// <summary>How far a run is, in a line for people.</summary>
internal static class ProgressText
{
    /// <summary>The line; null before the first frame.</summary>
    public static string? Of(SessionStatus status)
    {
        if (status.FramesOut == 0) return null;
        var rate = status.MapsOut / status.Elapsed.TotalSeconds;
        var (of, left) = status.FrameCount is { } count
            ? ($"/{count}", $"  {Remaining(status, count)} left")
            : ("", "");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"frame {status.FramesOut}{of}  {rate:0.0} maps/s  capture-to-map p95 {status.CaptureToMap.P95:0} ms{left}{Sync(status.Sync)}{Trouble(status.Source)}");
    }

    private static string Trouble(SourceState source) =>
        source is SourceState.Stalled or SourceState.Reconnecting ? $"  source {source.ToString().ToLowerInvariant()}" : "";

    private static string Sync(SyncReading? sync) => sync switch
    {
        null => "",
        { DriftPpm: null } => string.Create(CultureInfo.InvariantCulture, $"  a/v {sync.OffsetMilliseconds:+0;-0;0} ms"),
        { DriftPpm: { } drift } => string.Create(CultureInfo.InvariantCulture, $"  a/v {sync.OffsetMilliseconds:+0;-0;0} ms, drift {drift:+0;-0;0} ppm"),
    };

    private static string Remaining(SessionStatus status, long count)
    {
        var left = status.Elapsed * (Math.Max(0, count - status.FramesOut) / (double)status.FramesOut);
        return left.ToString(left.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
    }
}
