namespace StavisLive.Cluster.Placement;

/// <summary>Chooses nodes for streams: each goes where most is left, among those that it can begin on.</summary>
/// <param name="nodes">The nodes that streams may be on.</param>
internal sealed class Placer(IEnumerable<NodeRoom> nodes)
{
    private readonly Dictionary<string, NodeRoom> _nodes = nodes.ToDictionary(node => node.Name);

    /// <summary>The nodes, with what has been given to them.</summary>
    public IReadOnlyCollection<NodeRoom> Nodes => _nodes.Values;

    /// <summary>Gives a stream to a node.</summary>
    /// <param name="need">The stream.</param>
    /// <param name="avoid">A node that is taken only if no other fits, since the stream has failed there; null: none.</param>
    /// <returns>The node's name; null where there is none.</returns>
    public string? Place(StreamNeed need, string? avoid = null)
    {
        var best = _nodes.Values.Where(need.CanBegin)
            .OrderBy(node => node.Name == avoid)
            .ThenByDescending(node => node.Left)
            .ThenBy(node => node.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best is null) return null;
        _nodes[best.Name] = best with { Load = best.Load + need.MapsPerSecond };
        return best.Name;
    }
}
