namespace StavisLive.Cluster.Contracts;

/// <summary>What the wall answers a node.</summary>
[GenerateSerializer, Alias("stavis.orders")]
internal sealed record NodeOrders
{
    /// <summary>Whether the node may go on for another lease.</summary>
    [Id(0)]
    public bool IsGranted { get; init; }

    /// <summary>Whether another node of that name is there, so that this one may not be.</summary>
    [Id(1)]
    public bool IsNameTaken { get; init; }

    /// <summary>The streams that the node is to run; it ends every other.</summary>
    [Id(2)]
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>Whether other nodes will still take something from this one, if it is about to leave.</summary>
    [Id(4)]
    public bool HasTaker { get; init; }

    /// <summary>The node that the wall is on, by the address of its run.</summary>
    [Id(5)]
    public string Wall { get; init; } = "";

    /// <summary>Whether the node that the wall is on is to be declared dead, so that the wall begins anew on one that reaches Redis, as this one does.</summary>
    [Id(6)]
    public bool IsWallLost { get; init; }

    /// <summary>Whether somebody looks at the cluster's sources, so that the node's report is to hold them.</summary>
    [Id(3)]
    public bool WantsSources { get; init; }
}
