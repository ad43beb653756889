namespace StavisLive.Cluster.Contracts;

/// <summary>A stream that is wanted, and where it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">The node that it runs on; null where it runs nowhere.</param>
/// <param name="State">How it is, in the words of the server's reports; <c>waiting</c> where no node can run it.</param>
/// <param name="Reason">Why it is so, for people; null where there is nothing to say.</param>
/// <param name="Epoch">Its epoch; 0 before it has run.</param>
/// <param name="Version">Number of the change that made it as it is wanted.</param>
/// <param name="MapsPerSecond">Maps that it gets.</param>
[GenerateSerializer, Alias("stavis.source-status")]
public sealed record SourceStatus(string Name, string? Node, string State, string? Reason, long Epoch, long Version, double MapsPerSecond);
