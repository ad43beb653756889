using System.Text.Json.Serialization;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Publishing;

/// <summary>Where maps and events go beside the server: brokers, other programs on this machine, robots, laboratories.</summary>
public sealed record PublishConfig
{
    /// <summary>An MQTT broker.</summary>
    public MqttConfig Mqtt { get; init; } = new();

    /// <summary>Addresses that are called with each event; none by default.</summary>
    public ValueList<WebhookConfig> Webhooks { get; init; } = [];

    /// <summary>
    /// Name of the shared memory that programs on this machine read maps from, one ring a source (<c>NAME.SOURCE</c>), such as
    /// <c>stavis</c>; null, the default: none.
    /// </summary>
    public string? SharedMemory { get; init; }

    /// <summary>Where maps are published by ZeroMQ, such as <c>tcp://127.0.0.1:5556</c>; null, the default: nowhere.</summary>
    public string? Zeromq { get; init; }

    /// <summary>Whether peaks, entropy and zones are offered to the Lab Streaming Layer.</summary>
    public bool Lsl { get; init; }

    /// <summary>Whether anybody is told anything.</summary>
    [JsonIgnore]
    public bool IsUsed => Mqtt.Address is not null || Webhooks.Count > 0 || SharedMemory is not null || Zeromq is not null || Lsl;
}
