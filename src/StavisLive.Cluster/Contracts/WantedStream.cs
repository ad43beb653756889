namespace StavisLive.Cluster.Contracts;

/// <summary>A stream that the cluster is to run.</summary>
[GenerateSerializer, Alias("stavis.wanted")]
internal sealed record WantedStream
{
    /// <summary>Its name, of which there is only one in the cluster.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Its configuration, as a file with this one source would hold it; secrets are named, not held.</summary>
    [Id(1)]
    public required string Config { get; init; }

    /// <summary>Number of the change that made it as it is.</summary>
    [Id(2)]
    public long Version { get; init; }

    /// <summary>Whether it waits to be resumed.</summary>
    [Id(3)]
    public bool IsPaused { get; init; }

    /// <summary>Whether its node has to compute on CUDA, or has to on the processor; null: either.</summary>
    [Id(4)]
    public bool? OnCuda { get; init; }

    /// <summary>Names of the nodes that may run it; none: every one.</summary>
    [Id(5)]
    public IReadOnlyList<string> Nodes { get; init; } = [];

    /// <summary>Labels that its node must have.</summary>
    [Id(6)]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What it is: <c>camera</c>, <c>rtsp</c>, <c>file</c> or <c>synthetic</c>.</summary>
    [Id(7)]
    public string Kind { get; init; } = "";

    /// <summary>When it was paused; null where it isn't, or nobody wrote it down.</summary>
    [Id(8)]
    public DateTimeOffset? PausedAt { get; init; }
}
