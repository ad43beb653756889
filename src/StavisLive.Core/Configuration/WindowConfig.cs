using StavisLive.Core.Windowing;

namespace StavisLive.Core.Configuration;

/// <summary>How the window lies in time.</summary>
public sealed record WindowConfig
{
    /// <summary>
    /// Which of the window's frames a map belongs to; null, the default: the middle one, which the published model predicts, but the
    /// newest where live video is foveated.
    /// </summary>
    public MapAlignment? Align { get; init; }

    /// <summary>Slots per second, 10 to 30; null, the default: the source's rate if that is 20 to 30, within a hundredth, else 25.</summary>
    public double? Fps { get; init; }
}
