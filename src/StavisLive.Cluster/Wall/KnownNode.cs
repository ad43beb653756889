using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Wall;

/// <summary>What was heard of a node last.</summary>
/// <param name="Report">What it told.</param>
/// <param name="HeardAt">When, by the wall's clock.</param>
internal sealed record KnownNode(NodeReport Report, long HeardAt)
{
    /// <summary>Its streams by name.</summary>
    public IReadOnlyDictionary<string, StreamReport> Streams { get; } = Report.Streams.ToDictionary(stream => stream.Name);
}
