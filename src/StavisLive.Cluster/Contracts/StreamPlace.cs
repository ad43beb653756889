namespace StavisLive.Cluster.Contracts;

/// <summary>Where a stream runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The node's name; null where it runs nowhere.</param>
/// <param name="Address">Base address of the node's server; null where it has none.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="State">How it is where it runs nowhere: <c>paused</c>, <c>waiting</c>, <c>ended</c> or <c>failed</c>; null where it runs.</param>
/// <param name="Reason">Why it is so, for people; null where there is nothing to say.</param>
/// <param name="Kind">What it is, in the words of the server's reports.</param>
/// <param name="Areas">What is drawn on it, as JSON; null where that isn't known.</param>
/// <param name="Since">Since when it is so where it runs nowhere; null where that isn't known.</param>
[GenerateSerializer, Alias("stavis.place")]
internal sealed record StreamPlace(
    string Name, string? Node, string? Address, long Epoch, string? State, string? Reason, string Kind, byte[]? Areas = null, DateTimeOffset? Since = null);
