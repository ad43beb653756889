namespace StavisLive.Core.Media;

/// <summary>Finds the pixels of a frame that masks touch: what is to be hidden is hidden whole.</summary>
/// <remarks>
/// A pixel is touched where an edge runs through it, or where it lies inside altogether, and then its centre does. Inside is what the
/// corners go round, however often: where a polygon crosses itself nothing is left open.
/// </remarks>
internal static class MaskedPixels
{
    /// <summary>The pixels of a frame of the given size, row by row; no pixel twice.</summary>
    public static PixelRun[] Of(IReadOnlyList<FrameMask> masks, int width, int height)
    {
        var outlines = masks.Select(mask => mask.Corners.Select(corner => (X: corner.X * width, Y: corner.Y * height)).ToArray()).ToArray();
        var runs = new List<PixelRun>();
        for (var row = 0; row < height; row++)
        {
            var spans = outlines.SelectMany(outline => Spans(outline, row)).Select(span => ToPixels(span, width)).OrderBy(span => span.Left);
            AddJoined(runs, row, spans);
        }
        return [.. runs];
    }

    private static IEnumerable<(double Left, double Right)> Spans((double X, double Y)[] corners, int row)
    {
        var crossings = new List<(double X, int Turn)>();
        for (var index = 0; index < corners.Length; index++)
        {
            var (from, to) = (corners[index], corners[(index + 1) % corners.Length]);
            if (Math.Min(from.Y, to.Y) < row + 1 && Math.Max(from.Y, to.Y) > row) yield return EdgeWithin(from, to, row);
            var centre = row + 0.5;
            if (from.Y <= centre != to.Y <= centre) crossings.Add((At(from, to, centre), from.Y <= centre ? 1 : -1));
        }
        crossings.Sort();
        var turns = 0;
        for (var index = 0; index + 1 < crossings.Count; index++)
        {
            turns += crossings[index].Turn;
            if (turns != 0) yield return (crossings[index].X, crossings[index + 1].X);
        }
    }

    // The part of an edge that lies in a row.
    private static (double Left, double Right) EdgeWithin((double X, double Y) from, (double X, double Y) to, int row)
    {
        if (from.Y == to.Y) return (Math.Min(from.X, to.X), Math.Max(from.X, to.X));
        var (one, other) = (At(from, to, Math.Clamp(from.Y, row, row + 1)), At(from, to, Math.Clamp(to.Y, row, row + 1)));
        return (Math.Min(one, other), Math.Max(one, other));
    }

    private static double At((double X, double Y) from, (double X, double Y) to, double y) =>
        from.X == to.X ? from.X : from.X + ((y - from.Y) * (to.X - from.X) / (to.Y - from.Y));

    private static (int Left, int Right) ToPixels((double Left, double Right) span, int width) =>
        ((int)Math.Clamp(Math.Floor(span.Left), 0, width), (int)Math.Clamp(Math.Ceiling(span.Right), 0, width));

    private static void AddJoined(List<PixelRun> runs, int row, IEnumerable<(int Left, int Right)> spans)
    {
        var (left, right) = (0, 0);
        foreach (var span in spans)
        {
            if (span.Left > right)
            {
                if (right > left) runs.Add(new PixelRun(row, left, right - left));
                left = span.Left;
            }
            right = Math.Max(right, span.Right);
        }
        if (right > left) runs.Add(new PixelRun(row, left, right - left));
    }
}
