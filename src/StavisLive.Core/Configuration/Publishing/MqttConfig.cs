namespace StavisLive.Core.Configuration.Publishing;

/// <summary>An MQTT broker that is told states, statistics and events.</summary>
public sealed record MqttConfig
{
    /// <summary>The broker, such as <c>mqtt://host:1883</c> or <c>mqtts://user:${PASSWORD}@host:8883</c>; null, the default: none.</summary>
    public string? Address { get; init; }

    /// <summary>What all topics begin with; <c>stavis-live</c> by default.</summary>
    public string Topic { get; init; } = "stavis-live";

    /// <summary>Prefix under which Home Assistant discovers the sources; null: it is not told. <c>homeassistant</c> by default.</summary>
    public string? Discovery { get; init; } = "homeassistant";

    /// <summary>Seconds between two statistics and pictures of a source, 1 to 3600; 10 by default.</summary>
    public double Interval { get; init; } = 10;

    /// <summary>Certificate (PEM) of the authority that signed the broker's; null, the default: those that the machine trusts.</summary>
    public string? CaFile { get; init; }
}
