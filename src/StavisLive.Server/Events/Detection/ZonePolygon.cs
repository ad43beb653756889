using StavisLive.Core.Media;

namespace StavisLive.Server.Events.Detection;

/// <summary>Whether a point lies in what corners go round, as masks are filled: where they cross themselves nothing is left open, and edges belong to it.</summary>
internal static class ZonePolygon
{
    // A place on an edge may come out beside it by a rounding error; a billionth of a frame is less than any pixel.
    private const double Tolerance = 1e-9;

    /// <summary>Whether a point lies inside or on an edge.</summary>
    public static bool Contains(ReadOnlySpan<FramePoint> corners, FramePoint point)
    {
        var turns = 0;
        for (var index = 0; index < corners.Length; index++)
        {
            var (from, to) = (corners[index], corners[(index + 1) % corners.Length]);
            if (IsOnEdge(from, to, point)) return true;
            if (from.Y <= point.Y == to.Y <= point.Y) continue;
            // Of the edges that cross the point's height, those to its right count, upwards against downwards.
            if (Side(from, to, point) > 0 == to.Y > from.Y) turns += to.Y > from.Y ? 1 : -1;
        }
        return turns != 0;
    }

    private static bool IsOnEdge(FramePoint from, FramePoint to, FramePoint point)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        return Math.Abs(Side(from, to, point)) <= Tolerance * length
            && point.X >= Math.Min(from.X, to.X) - Tolerance && point.X <= Math.Max(from.X, to.X) + Tolerance
            && point.Y >= Math.Min(from.Y, to.Y) - Tolerance && point.Y <= Math.Max(from.Y, to.Y) + Tolerance;
    }

    // Above 0 on one side of the edge's line, below on the other; its distance times the edge's length.
    private static double Side(FramePoint from, FramePoint to, FramePoint point) =>
        ((to.X - from.X) * (point.Y - from.Y)) - ((point.X - from.X) * (to.Y - from.Y));
}
