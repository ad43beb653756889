namespace StavisLive.Cluster.Placement;

/// <summary>Chooses streams that had better run elsewhere: few, and only where the difference is worth the hole that a move makes.</summary>
internal static class Rebalancing
{
    // Below that a move would cost more than it brings: a stream's hole is about a second.
    private const double WorthwhileGap = 0.2;

    // Whoever has that much room left is not helped by a move.
    private const double Relaxed = 0.5;

    /// <summary>The next moves from the fullest node to the emptiest one; none where the nodes are alike.</summary>
    /// <param name="nodes">The nodes that streams may be on.</param>
    /// <param name="movable">Streams that may be moved, by node.</param>
    /// <param name="most">Most moves.</param>
    /// <returns>Name of the stream and of the node that it had better run on.</returns>
    public static IReadOnlyList<(string Stream, string Node)> Next(IEnumerable<NodeRoom> nodes, ILookup<string, StreamNeed> movable, int most)
    {
        var ordered = nodes.Where(node => node.Closed is null).OrderBy(node => node.Share).ThenBy(node => node.Name, StringComparer.Ordinal).ToList();
        if (ordered.Count < 2 || ordered[^1].Share < Relaxed) return [];
        var full = ordered[^1];
        var moves = new List<(string, string)>();
        // Ordered: the same cluster gets the same moves.
        foreach (var need in movable[full.Name].OrderByDescending(need => need.MapsPerSecond).ThenBy(need => need.Stream.Name, StringComparer.Ordinal))
        {
            if (moves.Count == most) break;
            var index = ordered.FindIndex(node => node.Name != full.Name && need.Fits(node));
            if (index < 0) continue;
            var (from, to) = (full with { Load = full.Load - need.MapsPerSecond }, ordered[index] with { Load = ordered[index].Load + need.MapsPerSecond });
            // Who would be as full as the other one was would send it back.
            if (full.Share - ordered[index].Share < WorthwhileGap || to.Share > from.Share) continue;
            moves.Add((need.Stream.Name, to.Name));
            full = from;
            ordered[index] = to;
            ordered.Sort((left, right) => left.Share.CompareTo(right.Share));
        }
        return moves;
    }
}
