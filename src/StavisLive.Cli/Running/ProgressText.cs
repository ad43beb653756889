using System.Globalization;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;

namespace StavisLive.Cli.Running;

/// <summary>How far a run is and how it does now, in a line for people. Not thread-safe.</summary>
internal sealed class ProgressText
{
    private readonly MapRates _rates = new();

    /// <summary>The line; null before there is anything to tell.</summary>
    public string? Of(IReadOnlyList<SessionStatus> streams)
    {
        var rate = _rates.Of(streams);
        return streams.Count == 1 ? Of(streams[0], rate) : OfMany(streams, rate);
    }

    private static string? Of(SessionStatus status, double rate)
    {
        if (status.FramesOut == 0) return null;
        var (of, left) = status.FrameCount is { } count
            ? ($"/{count}", TimeLeft.Text(status.Elapsed, status.FramesOut, count - status.FramesOut))
            : ("", "");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"frame {status.FramesOut}{of}  {rate:0.0} maps/s  capture-to-map p95 {status.CaptureToMap.P95:0} ms{left}{Sync(status.Sync)}{Trouble(status.Source)}");
    }

    // As many as there may be, those are named that need somebody.
    private static string? OfMany(IReadOnlyList<SessionStatus> streams, double rate)
    {
        if (streams.Count == 0) return null;
        var troubled = streams.Where(stream => stream.Source is not (SourceState.Live or SourceState.Warming)).ToList();
        var names = string.Concat(troubled.Select(stream => $"  {stream.Stream} {stream.Source.ToString().ToLowerInvariant()}"));
        return string.Create(
            CultureInfo.InvariantCulture, $"{streams.Count - troubled.Count} of {streams.Count} streams  {rate:0.0} maps/s{names}");
    }

    private static string Trouble(SourceState source) =>
        source is SourceState.Stalled or SourceState.Reconnecting ? $"  source {source.ToString().ToLowerInvariant()}" : "";

    private static string Sync(SyncReading? sync) => sync switch
    {
        null => "",
        { DriftPpm: null } => string.Create(CultureInfo.InvariantCulture, $"  a/v {sync.OffsetMilliseconds:+0;-0;0} ms"),
        { DriftPpm: { } drift } => string.Create(CultureInfo.InvariantCulture, $"  a/v {sync.OffsetMilliseconds:+0;-0;0} ms, drift {drift:+0;-0;0} ppm"),
    };
}
