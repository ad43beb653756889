using StavisLive.Core.Media;

namespace StavisLive.Server.History;

/// <summary>Turns regions of the whole frame into regions of what is watched of it.</summary>
internal static class RegionInWatched
{
    /// <summary>The part of a region that is watched, in fractions of what is watched; null where none of it is.</summary>
    /// <param name="region">The region, in fractions of the whole frame.</param>
    /// <param name="watched">What of the whole frame is watched; null: all of it.</param>
    public static FrameArea? Of(FrameArea region, FrameArea? watched)
    {
        if (watched is null) return region;
        var (left, top) = (Inside(region.X, watched.X, watched.Width), Inside(region.Y, watched.Y, watched.Height));
        var (right, bottom) = (Inside(region.X + region.Width, watched.X, watched.Width), Inside(region.Y + region.Height, watched.Y, watched.Height));
        return right > left && bottom > top ? new FrameArea { X = left, Y = top, Width = right - left, Height = bottom - top } : null;
    }

    private static double Inside(double place, double start, double length) => Math.Clamp((place - start) / length, 0, 1);
}
