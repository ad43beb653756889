using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;

namespace StavisLive.Server.Control;

/// <summary>Zones and masks as operators draw them, as configurations hold them.</summary>
internal static class SourceAreas
{
    private const int MostAreas = 64;
    private const int MostCorners = 64;

    /// <summary>Zones.</summary>
    /// <exception cref="ControlException">They are too many.</exception>
    public static IReadOnlyList<ZoneConfig> Zones(IReadOnlyList<ZoneConfig> drawn)
    {
        if (drawn.Count > MostAreas || drawn.Any(zone => zone.Corners.Count > MostCorners)) throw TooMany();
        return [.. drawn.Select(zone => zone with { Corners = Rounded(zone.Corners) })];
    }

    /// <summary>Masks.</summary>
    /// <exception cref="ControlException">They are too many, or one hides nothing.</exception>
    public static IReadOnlyList<FrameMask> Masks(IReadOnlyList<IReadOnlyList<FramePoint>> drawn)
    {
        if (drawn.Count > MostAreas || drawn.Any(mask => mask.Count > MostCorners)) throw TooMany();
        if (drawn.Any(mask => mask.Count == 0)) throw new ControlException("A mask has three corners or more.");
        return [.. drawn.Select(mask => new FrameMask { Polygon = Rounded(mask) })];
    }

    // Finer than a pixel of any camera, and short to read in a file.
    private static ValueList<FramePoint> Rounded(IEnumerable<FramePoint> corners) => [.. corners.Select(corner => new FramePoint(Math.Round(corner.X, 4), Math.Round(corner.Y, 4)))];

    private static ControlException TooMany() => new($"There may be {MostAreas} of them, with {MostCorners} corners each.");
}
