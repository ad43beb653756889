using StavisLive.Core.Media;

namespace StavisLive.Server.History;

/// <summary>A region of what was watched, as grids are searched for it.</summary>
/// <param name="Weights">How much of each cell it covers, 0 to 1.</param>
/// <param name="UsualShare">The share of the attention that it must have where nobody says otherwise.</param>
internal sealed record WatchedPart(float[] Weights, double UsualShare)
{
    /// <summary>That of a region in fractions of what was watched; null where there is none.</summary>
    public static WatchedPart? Of(FrameArea? region) => region is null ? null : new(AttentionGrid.WeightsOf(region), AttentionHistory.DefaultShare(region));
}
