namespace StavisLive.Cluster.Contracts;

/// <summary>What applying a configuration changed.</summary>
/// <param name="Version">Number of the change.</param>
/// <param name="Added">Streams that are new.</param>
/// <param name="Changed">Streams that begin anew, with another configuration.</param>
/// <param name="Removed">Streams that end.</param>
/// <param name="Kept">Streams that don't notice.</param>
[GenerateSerializer, Alias("stavis.applied")]
public sealed record AppliedWall(long Version, int Added, int Changed, int Removed, int Kept);
