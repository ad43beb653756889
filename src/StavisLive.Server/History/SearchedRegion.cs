using StavisLive.Core.Media;

namespace StavisLive.Server.History;

/// <summary>A region of the frame that is searched, wherever it lies in what was watched of the frame at one time and another.</summary>
/// <param name="region">The region, in fractions of the whole frame.</param>
/// <param name="watchedNow">What of the whole frame is watched now, which counts where nobody knows what was; null: all of it.</param>
internal sealed class SearchedRegion(FrameArea region, FrameArea? watchedNow)
{
    // From row to row it is mostly the same.
    private (FrameArea? Watched, WatchedPart? Part)? _last;

    /// <summary>The part of it that was watched; null where none of it was.</summary>
    /// <param name="watched">What of the whole frame was watched; null: nobody knows.</param>
    public WatchedPart? Within(FrameArea? watched)
    {
        watched ??= watchedNow;
        if (_last is not { } last || last.Watched != watched) _last = last = (watched, WatchedPart.Of(RegionInWatched.Of(region, watched)));
        return last.Part;
    }
}
