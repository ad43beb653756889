using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Encoding;

/// <summary>What an encoder is to write: pictures of one size, and perhaps audio.</summary>
public sealed record EncodedVideoFormat
{
    /// <summary>Pixels per row of the pictures.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the pictures.</summary>
    public required int Height { get; init; }

    /// <summary>How wide the pixels are shown.</summary>
    public PixelAspect PixelAspect { get; init; }

    /// <summary>Nominal frames per second; 0 when unknown.</summary>
    public double FrameRate { get; init; }

    /// <summary>Whether there is an audio track.</summary>
    public bool HasAudio { get; init; }

    /// <summary>The source's own audio, when its packets come instead of mono samples.</summary>
    public EncodedAudio? EncodedAudio { get; init; }

    /// <summary>Whether encoding competes with a network that has to keep up.</summary>
    public bool IsLive { get; init; }

    /// <summary>The format of a video with that source's pictures and audio.</summary>
    public static EncodedVideoFormat Of(SourceDescription source) => new()
    {
        Width = source.Width,
        Height = source.Height,
        PixelAspect = source.PixelAspect,
        FrameRate = source.FrameRate,
        IsLive = source.IsLive,
        HasAudio = source.HasAudio || source.EncodedAudio is not null,
        EncodedAudio = source.EncodedAudio,
    };
}
