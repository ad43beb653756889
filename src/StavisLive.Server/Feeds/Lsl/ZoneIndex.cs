using StavisLive.Core.Configuration;
using StavisLive.Core.Media;

namespace StavisLive.Server.Feeds.Lsl;

/// <summary>Finds the zone that a place lies in.</summary>
internal static class ZoneIndex
{
    /// <summary>Number of the first zone that a peak lies in, from 0; -1 where it lies in none.</summary>
    /// <param name="peak">The peak, in fractions of what is watched.</param>
    /// <param name="source">What is watched of the frame, and its zones.</param>
    public static int Of(FramePoint peak, SourceConfig source)
    {
        var (x, y) = source.Region is { } region ? (region.X + peak.X * region.Width, region.Y + peak.Y * region.Height) : (peak.X, peak.Y);
        for (var index = 0; index < source.Zones.Count; index++)
        {
            if (Holds(source.Zones[index].Corners, x, y)) return index;
        }
        return -1;
    }

    // A ray to the right crosses the outline of what it begins in an odd number of times.
    private static bool Holds(IReadOnlyList<FramePoint> corners, double x, double y)
    {
        var isInside = false;
        for (int i = 0, j = corners.Count - 1; i < corners.Count; j = i++)
        {
            var (one, other) = (corners[i], corners[j]);
            if (one.Y > y != other.Y > y && x < (other.X - one.X) * (y - one.Y) / (other.Y - one.Y) + one.X) isInside = !isInside;
        }
        return isInside;
    }
}
