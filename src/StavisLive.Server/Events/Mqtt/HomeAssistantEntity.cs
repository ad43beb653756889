namespace StavisLive.Server.Events.Mqtt;

/// <summary>Something that Home Assistant shows, in the words of its MQTT discovery; what is null is left out.</summary>
internal sealed record HomeAssistantEntity
{
    /// <summary>What it is called beside its device.</summary>
    public required string Name { get; init; }

    /// <summary>What it is known by, whatever it is called.</summary>
    public required string UniqueId { get; init; }

    /// <summary>Where its values come; null for an image.</summary>
    public string? StateTopic { get; init; }

    /// <summary>How a value is got out of a message; null for an image.</summary>
    public string? ValueTemplate { get; init; }

    /// <summary>Where its pictures come; of an image only.</summary>
    public string? ImageTopic { get; init; }

    /// <summary>What its pictures are; of an image only.</summary>
    public string? ContentType { get; init; }

    /// <summary>What kind of value it is, where Home Assistant has a word for it.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>All values, of an <c>enum</c>.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary><c>measurement</c> of what is kept as a curve.</summary>
    public string? StateClass { get; init; }

    /// <summary>What it is counted in.</summary>
    public string? UnitOfMeasurement { get; init; }

    /// <summary>Digits behind the point that are shown.</summary>
    public int? SuggestedDisplayPrecision { get; init; }

    /// <summary><c>diagnostic</c> of what tells how the program does rather than what it sees.</summary>
    public string? EntityCategory { get; init; }

    /// <summary>Where it is told whether the program is there.</summary>
    public required string AvailabilityTopic { get; init; }

    /// <summary>What it belongs to.</summary>
    public required HomeAssistantDevice Device { get; init; }

    /// <summary>Who told of it.</summary>
    public required HomeAssistantOrigin Origin { get; init; }
}
