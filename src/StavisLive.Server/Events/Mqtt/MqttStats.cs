using System.Text.Json.Serialization;
using StavisLive.Core.Media;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>How a source does, as it is published every few seconds; in the words of <see cref="SourceReport"/>.</summary>
internal sealed record MqttStats(
    DateTimeOffset At, double Fps, double MapsPerSecond, double? CaptureToMapP50, double? CaptureToMapP95, double? Entropy, FramePoint? Peak,
    double? AudioLevel, IReadOnlyDictionary<string, long> Skips, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Epoch)
{
    /// <summary>What a report tells of that.</summary>
    public static MqttStats Of(SourceReport report, DateTimeOffset at) => new(
        at, report.Fps, report.MapsPerSecond, report.CaptureToMapP50, report.CaptureToMapP95, report.Entropy, report.Peak, report.AudioLevel, report.Skips,
        report.Epoch);
}
