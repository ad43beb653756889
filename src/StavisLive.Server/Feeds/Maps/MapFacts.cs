using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Windowing;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>What is told of a map beside its values, in every feed.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="Frame">Number of the frame in its stream, from 0.</param>
/// <param name="Time">When the frame is shown, on its stream's time line.</param>
/// <param name="CapturedAt">When the frame was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Sample">What the map says.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="SourceState">How the source was doing.</param>
/// <param name="Audio">What the network heard.</param>
/// <param name="AudioLevel">Peak of the newest audio, in decibels of full scale; null without.</param>
/// <param name="CaptureToMap">From the frame's capture to the map.</param>
/// <param name="LookAhead">How far the window reaches beyond the frame by design.</param>
/// <param name="Align">The map's place in its window.</param>
internal sealed record MapFacts(
    string Source, long Frame, TimeSpan Time, long CapturedAt, AttentionSample Sample, MapState State, SourceState SourceState, AudioState Audio,
    double? AudioLevel, TimeSpan CaptureToMap, TimeSpan LookAhead, MapAlignment Align)
{
    /// <summary>Those of a result.</summary>
    public static MapFacts Of(WatchedSource source, SaliencyResult result, AttentionSample sample) => new(
        source.Id, result.FrameIndex, TimeSpan.FromSeconds(result.PresentationTime.Seconds), result.CapturedAt, sample, result.State, result.Source, result.Audio,
        result.AudioLevel is { } level && double.IsFinite(level) ? level : null, result.CaptureToMap, result.LookAhead, result.Alignment);
}
