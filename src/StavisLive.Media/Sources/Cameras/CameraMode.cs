using System.Globalization;
using StavisLive.Core.Configuration.Sources;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>A format and size that a camera offers.</summary>
/// <param name="Format">Four letters, as the kernel has them: <c>YUYV</c>, <c>MJPG</c>, ...</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rates">Pictures per second, the most first; empty where the driver does not say.</param>
/// <param name="IsUpTo">Whether smaller sizes are offered as well.</param>
public sealed record CameraMode(string Format, int Width, int Height, IReadOnlyList<double> Rates, bool IsUpTo = false)
{
    // 29.97 is 30 to those who ask for it.
    private const double SameRate = 0.02;

    /// <summary>Whether pictures come compressed.</summary>
    public bool IsCompressed => Format is "MJPG" or "JPEG" or "H264" or "HEVC";

    /// <summary>Whether it has a size.</summary>
    internal bool Has(PictureSize size) =>
        IsUpTo ? size.Width <= Width && size.Height <= Height : size.Width == Width && size.Height == Height;

    /// <summary>Whether it has a rate, as far as is known.</summary>
    internal bool Has(double rate) => Rates.Count == 0 || Rates.Any(offered => IsSame(offered, rate));

    /// <summary>Whether two rates are one to people.</summary>
    internal static bool IsSame(double rate, double other) => Math.Abs(rate - other) <= SameRate * Math.Max(rate, other);

    /// <summary>All that a camera offers, for people: formats of the same sizes and rates in one line.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<CameraMode> modes) => modes
        .GroupBy(mode => mode.Format)
        .GroupBy(format => string.Join(", ", format), format => format.Key)
        .Select(offer => $"{string.Join("/", offer)} {offer.Key}");

    /// <inheritdoc />
    public override string ToString() => Rates.Count == 0
        ? $"{(IsUpTo ? "up to " : "")}{Width}x{Height}"
        : string.Create(CultureInfo.InvariantCulture, $"{(IsUpTo ? "up to " : "")}{Width}x{Height} ({string.Join(", ", Rates.Select(rate => rate.ToString("0.##", CultureInfo.InvariantCulture)))} fps)");
}
