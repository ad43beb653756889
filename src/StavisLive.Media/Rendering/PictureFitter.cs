using OpenCvSharp;

namespace StavisLive.Media.Rendering;

/// <summary>Brings pictures of any size to one size, whole and undistorted, with black bars where they differ in shape.</summary>
/// <remarks>Owns its native pictures and reuses them. Not thread-safe.</remarks>
/// <param name="width">Pixels per row of what comes out.</param>
/// <param name="height">Rows of what comes out.</param>
internal sealed class PictureFitter(int width, int height) : IDisposable
{
    private readonly Mat _canvas = new();

    /// <summary>Fits one picture.</summary>
    /// <param name="picture">8-bit BGR; borrowed.</param>
    /// <param name="stretch">How much wider its pixels are shown than those of what comes out.</param>
    /// <returns>The picture itself if it has the size and such pixels; else this fitter's own canvas, valid until the next call.</returns>
    public Mat Fit(Mat picture, double stretch = 1)
    {
        if (picture.Width == width && picture.Height == height && stretch == 1) return picture;
        var shown = picture.Width * stretch;
        var scale = Math.Min(width / shown, (double)height / picture.Height);
        var fitted = new Size(
            Math.Clamp((int)Math.Round(shown * scale), 1, width), Math.Clamp((int)Math.Round(picture.Height * scale), 1, height));
        _canvas.Create(height, width, MatType.CV_8UC3);
        _canvas.SetTo(Scalar.Black);
        using var middle = _canvas[new Rect((width - fitted.Width) / 2, (height - fitted.Height) / 2, fitted.Width, fitted.Height)];
        Cv2.Resize(picture, middle, fitted, 0, 0, scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return _canvas;
    }

    /// <summary>Pictures in words: their size, and the shape of their pixels where it is another.</summary>
    public static string TextOf(int width, int height, double stretch) => stretch == 1
        ? FormattableString.Invariant($"{width}x{height}")
        : FormattableString.Invariant($"{width}x{height}, with pixels {stretch:0.00} times as wide as the video's");

    /// <inheritdoc />
    public void Dispose() => _canvas.Dispose();
}
