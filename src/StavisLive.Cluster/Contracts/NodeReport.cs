namespace StavisLive.Cluster.Contracts;

/// <summary>How a node is doing.</summary>
[GenerateSerializer, Alias("stavis.node")]
internal sealed record NodeReport
{
    /// <summary>Its name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The address of its run.</summary>
    [Id(1)]
    public required string Silo { get; init; }

    /// <summary>Base address of its server; null where it has none.</summary>
    [Id(2)]
    public string? Address { get; init; }

    /// <summary>Maps per second that it can give.</summary>
    [Id(3)]
    public double Capacity { get; init; }

    /// <summary>Whether it computes on CUDA.</summary>
    [Id(4)]
    public bool HasCuda { get; init; }

    /// <summary>What sources may ask of it.</summary>
    [Id(5)]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it reaches Redis at the moment.</summary>
    [Id(6)]
    public bool SeesStore { get; init; }

    /// <summary>Whether it is about to end, and wants its streams taken over.</summary>
    [Id(7)]
    public bool IsLeaving { get; init; }

    /// <summary>The cluster's streams on it, also those that have ended by themselves.</summary>
    [Id(8)]
    public IReadOnlyList<StreamReport> Streams { get; init; } = [];

    /// <summary>What it tells of its sources, as JSON; null where nobody has asked.</summary>
    [Id(9)]
    public byte[]? Sources { get; init; }
}
