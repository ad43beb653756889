using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>The size of a picture where all pixels are shown as squares.</summary>
internal static class ShownSize
{
    /// <param name="size">As it is.</param>
    /// <param name="aspect">How wide its pixels are shown; it is stretched, never squeezed, until they are squares.</param>
    /// <param name="maxWidth">Most pixels of a row; a wider picture is made smaller.</param>
    public static Size Of(Size size, PixelAspect aspect, int? maxWidth = null)
    {
        var (width, height) = ((double)size.Width, (double)size.Height);
        if (aspect.Width > aspect.Height) width *= (double)aspect.Width / aspect.Height;
        else if (aspect.Width < aspect.Height) height *= (double)aspect.Height / aspect.Width;
        var scale = maxWidth is { } most && width > most ? most / width : 1;
        return new Size(Rounded(width * scale), Rounded(height * scale));
    }

    private static int Rounded(double pixels) => Math.Max(1, (int)Math.Round(pixels));
}
