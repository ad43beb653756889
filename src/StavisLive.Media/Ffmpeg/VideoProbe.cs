using System.Diagnostics.CodeAnalysis;
using StavisLive.Core.Media;

namespace StavisLive.Media.Ffmpeg;

/// <summary>A file's picture stream.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="Width">Pixels per row as shown: after rotation.</param>
/// <param name="Height">Rows as shown.</param>
/// <param name="FrameRate">Mean frames per second; 0 when unknown.</param>
/// <param name="FrameCount">Number of frames, stated or estimated from duration and rate; null when unknown.</param>
internal sealed record VideoProbe(int Index, int Width, int Height, double FrameRate, long? FrameCount)
{
    /// <summary>How wide pixels are shown, after rotation.</summary>
    public PixelAspect PixelAspect { get; init; }

    /// <summary>ffmpeg's name of what its colours are made of; null or a word for it where that is unknown.</summary>
    public string? Colours { get; init; }

    /// <summary>ffmpeg's name of its transfer function.</summary>
    public string? Transfer { get; init; }

    /// <summary>ffmpeg's name of its primary colours.</summary>
    public string? Primaries { get; init; }

    /// <summary>Whether nothing tells how red, green and blue come out of its brightness and colour differences.</summary>
    public bool HasUnknownColours { get; init; }

    /// <summary>Whether it is made for displays that shine brighter than white.</summary>
    public bool IsHdr => Transfer is "smpte2084" or "arib-std-b67";

    /// <summary>Whether ffprobe does not know.</summary>
    public static bool IsUnknown(string? name) => name is null or "unknown" or "unspecified" or "reserved";

    internal static VideoProbe From(ProbeStream stream, ProbeFormat format)
    {
        var rate = FrameRates.Choose(ProbeStream.Ratio(stream.AvgFrameRate), ProbeStream.Ratio(stream.RFrameRate));
        var seconds = ProbeStream.Number(stream.Duration) ?? ProbeStream.Number(format.Duration);
        var count = ProbeStream.Number(stream.NbFrames) ?? (rate > 0 ? seconds * rate : null);
        var aspect = PixelAspect.Parse(stream.SampleAspectRatio);
        var isUpright = stream.SideDataList.Any(data => Math.Abs(data.Rotation) % 180 == 90);
        var (width, height) = isUpright ? (stream.Height, stream.Width) : (stream.Width, stream.Height);
        return new VideoProbe(stream.Index, width, height, rate, IsCount(count, format) ? (long)Math.Round(count.Value) : null)
        {
            PixelAspect = isUpright ? aspect.Turned : aspect,
            Colours = stream.ColorSpace,
            Transfer = stream.ColorTransfer,
            Primaries = stream.ColorPrimaries,
            HasUnknownColours = IsUnknown(stream.ColorSpace) && IsOfBrightnessAndColours(stream.PixFmt),
        };
    }

    // A damaged file may claim any length, but every picture takes a byte of it at least.
    private static bool IsCount([NotNullWhen(true)] double? count, ProbeFormat format) => count is > 0 && !(count > ProbeStream.Number(format.Size));

    // Not as red, green and blue, or grey.
    private static bool IsOfBrightnessAndColours(string? pixels) =>
        pixels is not null && new[] { "yuv", "nv", "p0", "p2", "p4" }.Any(family => pixels.StartsWith(family, StringComparison.Ordinal));
}
