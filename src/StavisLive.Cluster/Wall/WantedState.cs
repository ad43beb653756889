using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Wall;

/// <summary>What is kept of what is wanted; changes when people change it.</summary>
[GenerateSerializer, Alias("stavis.wanted-state")]
internal sealed class WantedState
{
    /// <summary>Number of the newest change.</summary>
    [Id(0)]
    public long Version { get; set; }

    /// <summary>The streams, by name.</summary>
    [Id(1)]
    public Dictionary<string, WantedStream> Streams { get; set; } = [];
}
