using StavisLive.Core.Windowing;

namespace StavisLive.Core.Configuration;

/// <summary>How the window lies in time.</summary>
public sealed record WindowConfig
{
    /// <summary>Which of the window's frames a map belongs to: by default the middle one, which the published model predicts.</summary>
    public MapAlignment Align { get; init; } = MapAlignment.Center;

    /// <summary>Slots per second, 10 to 30; null, the default: the source's rate if that is 20 to 30, else 25.</summary>
    public double? Fps { get; init; }
}
