using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Server.Json;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Maps;

/// <summary>What is told of a map beside its values, in the words of every feed.</summary>
/// <param name="Source">Id of the source.</param>
/// <param name="Epoch">Which of the cluster's beginnings of the stream it is of; 0 outside a cluster.</param>
/// <param name="Frame">Number of the frame in its stream, from 0.</param>
/// <param name="Time">When the frame is shown, on its stream's time line.</param>
/// <param name="CapturedAt">When the frame was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="At">When the map was published, by the clock.</param>
/// <param name="Peak">Where attention is highest, in fractions of what is watched.</param>
/// <param name="Entropy">Entropy of the map, in bits.</param>
/// <param name="State">How far it can be trusted.</param>
/// <param name="SourceState">How the source was doing.</param>
/// <param name="Audio">What the network heard.</param>
/// <param name="AudioLevel">Peak of the newest audio, in decibels of full scale; null without.</param>
/// <param name="CaptureToMap">From the frame's capture to the map.</param>
/// <param name="LookAhead">How far the window reaches beyond the frame by design.</param>
/// <param name="Align">The map's place in its window.</param>
internal sealed record MapFacts(
    string Source, long Epoch, long Frame, TimeSpan Time, long CapturedAt, DateTimeOffset At, FramePoint Peak, double Entropy, string State, string SourceState,
    string Audio, double? AudioLevel, TimeSpan CaptureToMap, TimeSpan LookAhead, string Align)
{
    /// <summary>Those of a result.</summary>
    public static MapFacts Of(string source, long epoch, SaliencyResult result, AttentionSample sample) => new(
        source, epoch, result.FrameIndex, TimeSpan.FromSeconds(result.PresentationTime.Seconds), result.CapturedAt, sample.At, sample.Peak, sample.Entropy,
        EnumNames.Of(result.State), EnumNames.Of(result.Source), EnumNames.Of(result.Audio),
        result.AudioLevel is { } level && double.IsFinite(level) ? level : null, result.CaptureToMap, result.LookAhead, EnumNames.Of(result.Alignment));
}
