namespace StavisLive.Cluster.Streams;

/// <summary>What is kept of a stream's runs.</summary>
[GenerateSerializer, Alias("stavis.epoch-state")]
internal sealed class EpochState
{
    /// <summary>Epoch of the newest run, on whichever node.</summary>
    [Id(0)]
    public long Epoch { get; set; }
}
