using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Events.Detection;

namespace StavisLive.Server.Feeds.Lsl;

/// <summary>Finds the zone that a place lies in.</summary>
internal static class ZoneIndex
{
    /// <summary>Number of the first zone that a peak lies in, from 0; -1 where it lies in none.</summary>
    /// <param name="peak">The peak, in fractions of what is watched.</param>
    /// <param name="source">What is watched of the frame, and its zones.</param>
    public static int Of(FramePoint peak, SourceConfig source)
    {
        var place = source.Region is { } region ? new FramePoint(region.X + peak.X * region.Width, region.Y + peak.Y * region.Height) : peak;
        for (var index = 0; index < source.Zones.Count; index++)
        {
            if (ZonePolygon.Contains([.. source.Zones[index].Corners], place)) return index;
        }
        return -1;
    }
}
