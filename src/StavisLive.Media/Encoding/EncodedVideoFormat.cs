using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Encoding;

/// <summary>What an encoder is to write: pictures of one size, and perhaps audio.</summary>
public sealed record EncodedVideoFormat
{
    // What a source says of its pixels and what its pictures say differ by rounding.
    private const double LeastStretch = 0.01;

    // Where no rate is known.
    private const double UsualRate = 25;

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

    /// <summary>How far behind its pictures audio is known to come; 0 where it comes with them.</summary>
    public MediaTime AudioLag { get; init; }

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
        AudioLag = MediaTime.FromSeconds(source.AudioLag.TotalSeconds),
    };

    /// <summary>The rate that encoders go by which count pictures.</summary>
    internal double NominalRate => FrameRate > 0 ? FrameRate : UsualRate;

    /// <summary>The same video, of pictures like this one.</summary>
    internal EncodedVideoFormat For(VideoFrame picture) => this with
    {
        Width = picture.Width,
        Height = picture.Height,
        PixelAspect = StretchOf(picture.PixelAspect) == 1 ? PixelAspect : picture.PixelAspect,
    };

    /// <summary>How much wider such pixels are shown than this video's; 1 where they are about the same.</summary>
    internal double StretchOf(PixelAspect aspect)
    {
        var stretch = Ratio(aspect) / Ratio(PixelAspect);
        return Math.Abs(stretch - 1) < LeastStretch ? 1 : stretch;
    }

    private static double Ratio(PixelAspect aspect) => aspect.IsSquare ? 1 : (double)aspect.Width / aspect.Height;
}
