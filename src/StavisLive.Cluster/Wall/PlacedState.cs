namespace StavisLive.Cluster.Wall;

/// <summary>What is kept of which stream is where, so that a wall that begins anew on another node knows what was lost with the last one.</summary>
[GenerateSerializer, Alias("stavis.placed-state")]
internal sealed class PlacedState
{
    /// <summary>Where each stream was ordered to run, or how it ended; by name.</summary>
    [Id(0)]
    public Dictionary<string, PlacedStream> Streams { get; set; } = [];

    /// <summary>Nodes that get nothing new, by the address of their run.</summary>
    [Id(1)]
    public HashSet<string> Draining { get; set; } = [];
}
