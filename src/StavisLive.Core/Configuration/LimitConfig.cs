namespace StavisLive.Core.Configuration;

/// <summary>When a run ends by itself.</summary>
public sealed record LimitConfig
{
    /// <summary>Seconds of the source's time line; more than 0; null, the default: to its end.</summary>
    public double? Duration { get; init; }

    /// <summary>Number of frames, at least 1; null, the default: all.</summary>
    public long? MaxFrames { get; init; }
}
