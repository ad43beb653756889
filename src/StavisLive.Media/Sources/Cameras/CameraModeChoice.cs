using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>Finds the format in which a camera gives what is wanted of it.</summary>
internal static class CameraModeChoice
{
    /// <summary>What the kernel calls raw pictures of the usual kind.</summary>
    public const string Raw = "YUYV";

    private const string Compressed = "MJPG";

    // What OpenCV opens a camera with when nothing is said.
    private static readonly PictureSize Usual = new(640, 480);

    // The network learned on 24 to 30 pictures a second: raw ones that come as fast are not worth decoding JPEG instead.
    private const double FastEnough = 24;

    /// <summary>Chooses the format to ask for; null leaves it to the driver.</summary>
    /// <param name="camera">Its name, for people.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="modes">What it offers; empty: it does not say, and is asked as it is wished.</param>
    /// <exception cref="SourceException">It does not offer that; the message lists what it does.</exception>
    public static string? Choose(string camera, CameraOptions wish, IReadOnlyList<CameraMode> modes)
    {
        var wanted = FormatOf(wish);
        if (modes.Count == 0 || (wanted is null && wish.Size is null && wish.Rate is null)) return wanted;
        var offered = modes.Where(mode => wanted is null || mode.Format == wanted).ToList();
        // Of a camera that lacks the usual size nobody but its driver knows which one it takes instead.
        var size = wish.Size ?? (wish.Rate is not null && offered.Exists(mode => mode.Has(Usual)) ? Usual : null);
        var fitting = offered
            .Where(mode => size is null || mode.Has(size.Value))
            .Where(mode => wish.Rate is null || mode.Has(wish.Rate.Value))
            .ToList();
        if (fitting.Count == 0) throw Refuse(camera, wish, modes);
        if (wanted is not null) return wanted;

        var raw = fitting.Where(mode => !mode.IsCompressed).ToList();
        var compressed = fitting.Where(mode => mode.Format == Compressed).ToList();
        if (raw.Count == 0) return compressed.Count > 0 ? Compressed : null;
        var isSlow = wish.Rate is null && Fastest(raw) < FastEnough && Fastest(compressed) > Fastest(raw);
        return isSlow ? Compressed : raw.Exists(mode => mode.Format == Raw) ? Raw : null;
    }

    /// <summary>The format that is wanted by name, as the kernel has it; null: any.</summary>
    public static string? FormatOf(CameraOptions wish) => wish.Format switch { CameraFormat.Mjpeg => Compressed, CameraFormat.Yuyv => Raw, _ => null };

    /// <summary>The error of a camera that does not give what is wanted.</summary>
    public static SourceException Refuse(string camera, CameraOptions wish, IReadOnlyList<CameraMode> modes)
    {
        var wishes = new[]
        {
            wish.Size?.ToString(),
            wish.Rate is { } rate ? FormattableString.Invariant($"{rate:0.##} fps") : null,
            wish.Format == CameraFormat.Auto ? null : wish.Format.ToString().ToUpperInvariant(),
        };
        var offers = modes.Count == 0 ? " Choose others" : $" It offers {Describe(modes)}. Choose one of these";
        return new SourceException($"Camera {camera} does not give {string.Join(", ", wishes.OfType<string>())}.{offers}, or leave `source.cameraSize`, `source.cameraFps` and `source.cameraFormat` out.");
    }

    /// <summary>What a camera offers, format by format.</summary>
    public static string Describe(IReadOnlyList<CameraMode> modes) => string.Join("; ", CameraMode.Lines(modes));

    private static double Fastest(List<CameraMode> modes) => modes.SelectMany(mode => mode.Rates).DefaultIfEmpty().Max();
}
