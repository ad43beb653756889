using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Sources;

/// <summary>What a source turned out to be when it was opened.</summary>
public sealed record SourceDescription
{
    /// <summary>Sliding window or single pictures.</summary>
    public SourceKind Kind { get; init; } = SourceKind.Video;

    /// <summary>Pixels per row, after rotation; 0 where every still has its own size.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, after rotation; 0 where every still has its own size.</summary>
    public required int Height { get; init; }

    /// <summary>How wide its pixels are shown.</summary>
    public PixelAspect PixelAspect { get; init; }

    /// <summary>Nominal frames per second; 0 when unknown.</summary>
    public double FrameRate { get; init; }

    /// <summary>Whether mono samples will arrive.</summary>
    public bool HasAudio { get; init; }

    /// <summary>How far behind its pictures audio comes because it was moved earlier; 0 where it comes with them.</summary>
    public TimeSpan AudioLag { get; init; }

    /// <summary>The source's own audio as encoded, when it is passed on beside the mono samples.</summary>
    public EncodedAudio? EncodedAudio { get; init; }

    /// <summary>Whether frames come when they happen (newest wins) rather than when they are asked for (all of them).</summary>
    public bool IsLive { get; init; }

    /// <summary>How windows lay when this was recorded, so that they lie so again; null: as the run is told.</summary>
    public WindowingOptions? Windowing { get; init; }

    /// <summary>Number of frames, where it is known beforehand (for progress; never relied upon).</summary>
    public long? FrameCount { get; init; }
}
