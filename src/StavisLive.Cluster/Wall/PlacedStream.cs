namespace StavisLive.Cluster.Wall;

/// <summary>Where a stream was ordered to run.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Silo">Address of the node's run.</param>
/// <param name="Version">Number of the change that it was ordered with.</param>
/// <param name="Epoch">The epoch that it runs with; 0 while that isn't known.</param>
/// <param name="End">How it ended by itself: <c>ended</c> or <c>failed</c>; null while it is to run.</param>
/// <param name="Reason">Why it ended, for people.</param>
/// <param name="EndedAt">When it ended.</param>
[GenerateSerializer, Alias("stavis.placed")]
internal sealed record PlacedStream(
    string Node, string Silo, long Version, long Epoch = 0, string? End = null, string? Reason = null, DateTimeOffset? EndedAt = null);
