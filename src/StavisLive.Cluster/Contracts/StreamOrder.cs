namespace StavisLive.Cluster.Contracts;

/// <summary>That a stream is to run, and where.</summary>
/// <param name="Silo">The node, as an address of its run: a node that begins anew is another one.</param>
/// <param name="Config">Its configuration, with secrets named.</param>
/// <param name="Version">Number of the change that made it so.</param>
[GenerateSerializer, Alias("stavis.order")]
internal sealed record StreamOrder(string Silo, string Config, long Version);
