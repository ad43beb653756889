using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Sources;

/// <summary>A place in the picture that matters: events tell when attention comes, stays and goes.</summary>
public sealed record ZoneConfig
{
    /// <summary>Its name, which no other zone of its source has, at most 64 letters.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its corners in fractions of the whole frame, in either direction: three or more.</summary>
    public ValueList<FramePoint> Corners { get; init; } = [];

    /// <summary>Seconds that attention stays in it before that is an event of its own, above 0; null, the default: never.</summary>
    public double? Dwell { get; init; }
}
