using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Wall;

/// <summary>Something to be done with a stream.</summary>
/// <param name="Name">The stream's name.</param>
internal abstract record StreamStep(string Name)
{
    /// <summary>It is run on a node.</summary>
    /// <param name="Stream">The stream as it is wanted.</param>
    /// <param name="Node">The node's name.</param>
    /// <param name="Silo">Address of the node's run.</param>
    public sealed record Run(WantedStream Stream, string Node, string Silo) : StreamStep(Stream.Name);

    /// <summary>It is stopped where it runs, and then run on a node.</summary>
    /// <param name="Stream">The stream as it is wanted.</param>
    /// <param name="Node">The node's name.</param>
    /// <param name="Silo">Address of the node's run.</param>
    public sealed record Move(WantedStream Stream, string Node, string Silo) : StreamStep(Stream.Name);

    /// <summary>It is stopped.</summary>
    public sealed record Stop(string Name) : StreamStep(Name);
}
