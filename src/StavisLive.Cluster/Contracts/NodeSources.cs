namespace StavisLive.Cluster.Contracts;

/// <summary>What a node tells of its sources.</summary>
/// <param name="Node">The node.</param>
/// <param name="Sources">Its reports as JSON, by the server's own words.</param>
[GenerateSerializer, Alias("stavis.node-sources")]
internal sealed record NodeSources(string Node, byte[] Sources);
