using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>Draws a small ring around a map's peak: white between two dark lines, so that it shows on any ground.</summary>
internal static class PeakMarker
{
    // Parts of the picture's shorter side; at 720 lines a ring of 12 pixels.
    private const double Radius = 1.0 / 60;
    private const double Line = 1.0 / 360;

    // Sub-pixel positions for the drawing functions: a ring that jumps from cell to cell would tremble.
    private const int FractionBits = 4;

    private static readonly Scalar Dark = new(24, 24, 24);
    private static readonly Scalar Bright = new(255, 255, 255);

    /// <summary>Rings the peak that lies in <paramref name="cell"/>.</summary>
    public static void Draw(Mat canvas, ReadOnlySpan<float> map, Point cell)
    {
        var side = Math.Min(canvas.Width, canvas.Height);
        var radius = Math.Max(4, side * Radius);
        var line = (int)Math.Max(1, Math.Round(side * Line));
        var x = (cell.X + 0.5 + Offset(map, cell.Y * SaliencyMap.Side + cell.X, 1, cell.X)) / SaliencyMap.Side * canvas.Width - 0.5;
        var y = (cell.Y + 0.5 + Offset(map, cell.Y * SaliencyMap.Side + cell.X, SaliencyMap.Side, cell.Y)) / SaliencyMap.Side
            * canvas.Height - 0.5;
        var centre = new Point(Fixed(x), Fixed(y));
        Cv2.Circle(canvas, centre, Fixed(radius), Dark, line * 3, LineTypes.AntiAlias, FractionBits);
        Cv2.Circle(canvas, centre, Fixed(radius), Bright, line, LineTypes.AntiAlias, FractionBits);
    }

    /// <summary>Where between the cells the peak lies: the top of the parabola through the peak and its two neighbours.</summary>
    private static double Offset(ReadOnlySpan<float> map, int peak, int step, int position)
    {
        if (position is 0 or SaliencyMap.Side - 1) return 0;
        double before = map[peak - step], at = map[peak], after = map[peak + step];
        var curvature = before - 2 * at + after;
        return curvature < 0 ? Math.Clamp((before - after) / (2 * curvature), -0.5, 0.5) : 0;
    }

    private static int Fixed(double value) => (int)Math.Round(value * (1 << FractionBits));
}
