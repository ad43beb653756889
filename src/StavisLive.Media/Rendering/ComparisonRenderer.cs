using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>Puts a frame with its fixations, the predicted map over it and the density over it side by side. Not thread-safe.</summary>
public sealed class ComparisonRenderer : IDisposable
{
    // Wide enough to see, small enough that three fit on a screen.
    private const int PanelWidth = 420;
    private const int Gap = 6;
    private const int Quality = 88;
    private const int DotRadius = 2;

    private static readonly Scalar DotColour = new(80, 255, 80);

    private readonly OverlayRenderer _overlay = new(new OverlayOptions());

    /// <summary>Renders one comparison.</summary>
    /// <param name="picture">The frame; borrowed.</param>
    /// <param name="prediction">Borrowed.</param>
    /// <param name="density">The same cells' density; borrowed.</param>
    /// <param name="fixations">Fixated places in fractions of width and height.</param>
    /// <returns>A JPEG file's bytes.</returns>
    public byte[] Render(VideoFrame picture, SaliencyMap prediction, SaliencyMap density, IEnumerable<(double X, double Y)> fixations)
    {
        var size = new Size(PanelWidth, Math.Max(1, PanelWidth * picture.Height / picture.Width));
        using var canvas = new Mat(size.Height, (3 * size.Width) + (2 * Gap), MatType.CV_8UC3, Scalar.White);
        using (var pixels = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, picture.Address))
        using (var panel = PanelOf(canvas, 0, size))
        {
            Cv2.Resize(pixels, panel, size, 0, 0, InterpolationFlags.Area);
            foreach (var (x, y) in fixations)
                Cv2.Circle(panel, new Point(x * size.Width, y * size.Height), DotRadius, DotColour, thickness: -1, LineTypes.AntiAlias);
        }
        DrawOverlay(canvas, 1, size, picture, prediction);
        DrawOverlay(canvas, 2, size, picture, density);
        return canvas.ImEncode(".jpg", [new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality)]);
    }

    /// <inheritdoc />
    public void Dispose() => _overlay.Dispose();

    private void DrawOverlay(Mat canvas, int number, Size size, VideoFrame picture, SaliencyMap map)
    {
        // Every map on its own scale: they are compared by shape.
        _overlay.Reset();
        using var panel = PanelOf(canvas, number, size);
        Cv2.Resize(_overlay.Render(picture, map, picture.PresentationTime), panel, size, 0, 0, InterpolationFlags.Area);
    }

    private static Mat PanelOf(Mat canvas, int number, Size size) => canvas[new Rect(number * (size.Width + Gap), 0, size.Width, size.Height)];
}
