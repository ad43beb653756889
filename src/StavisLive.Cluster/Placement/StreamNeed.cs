using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Placement;

/// <summary>What a stream needs of its node.</summary>
/// <param name="Stream">The stream, with what it asks of nodes.</param>
/// <param name="MapsPerSecond">Maps per second that it wants.</param>
internal sealed record StreamNeed(WantedStream Stream, double MapsPerSecond)
{
    /// <summary>What is counted for a stream that hasn't shown yet what it wants: the rate of most cameras.</summary>
    public const double Usual = 25;

    /// <summary>Whether a node is one that it may run on.</summary>
    public bool Fits(NodeRoom node) => Misfit(node) is null;

    /// <summary>Whether a node is one that it can begin on now.</summary>
    public bool CanBegin(NodeRoom node) => node.Closed is null && Fits(node);

    /// <summary>Why none of the nodes is one that it can begin on, for people.</summary>
    public string WhyNone(IReadOnlyCollection<NodeRoom> nodes) => nodes.Count == 0
        ? "There is no node that takes streams."
        : $"No node may run it: {string.Join("; ", nodes.Select(node => $"{node.Name} {Misfit(node) ?? node.Closed}"))}.";

    private string? Misfit(NodeRoom node)
    {
        if (Stream.Nodes.Count > 0 && !Stream.Nodes.Contains(node.Name, StringComparer.OrdinalIgnoreCase)) return "is not among its nodes";
        if (Stream.OnCuda is { } onCuda && onCuda != node.HasCuda) return node.HasCuda ? "computes on CUDA" : "has no CUDA";
        return Stream.Labels.FirstOrDefault(label => !node.Labels.Contains(label)) is { } missing ? $"lacks the label {missing}" : null;
    }
}
