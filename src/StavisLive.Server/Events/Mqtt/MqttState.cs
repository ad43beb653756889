using System.Text.Json.Serialization;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>How a source is, as brokers keep it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="State">How it is, in the words of <see cref="SourceReport.State"/>.</param>
/// <param name="Reason">Why; null where there is nothing to say.</param>
/// <param name="Audio">What the network hears.</param>
/// <param name="Zones">Whether attention is in each of its zones.</param>
/// <param name="Epoch">Which of the cluster's beginnings of it this is; 0 outside a cluster.</param>
internal sealed record MqttState(
    string Name, string State, string? Reason, string Audio, IReadOnlyDictionary<string, bool> Zones,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Epoch)
{
    /// <summary>The state that a report tells.</summary>
    public static MqttState Of(SourceReport report) =>
        new(report.Name, report.State, report.Reason, report.Audio, report.Zones.ToDictionary(zone => zone.Name, zone => zone.IsInside), report.Epoch);
}
