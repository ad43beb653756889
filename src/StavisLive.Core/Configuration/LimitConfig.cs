namespace StavisLive.Core.Configuration;

/// <summary>When a run ends by itself.</summary>
public sealed record LimitConfig
{
    /// <summary>Seconds of the source's time line; null: to its end.</summary>
    public double? Duration { get; init; }

    /// <summary>Number of frames; null: all.</summary>
    public long? MaxFrames { get; init; }
}
