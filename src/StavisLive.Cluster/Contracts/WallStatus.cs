namespace StavisLive.Cluster.Contracts;

/// <summary>Who there is, and what runs where.</summary>
/// <param name="Version">Number of the newest change of what is wanted.</param>
/// <param name="Nodes">The nodes, by name.</param>
/// <param name="Sources">The streams that are wanted, by name.</param>
[GenerateSerializer, Alias("stavis.status")]
public sealed record WallStatus(long Version, IReadOnlyList<NodeStatus> Nodes, IReadOnlyList<SourceStatus> Sources);
