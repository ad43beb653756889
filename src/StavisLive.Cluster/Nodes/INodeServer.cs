namespace StavisLive.Cluster.Nodes;

/// <summary>The server of this node, as far as the cluster needs to know of it.</summary>
internal interface INodeServer
{
    /// <summary>Base address at which other nodes reach it; null where there is none, or only this machine does.</summary>
    string? Address { get; }

    /// <summary>What it tells of this node's sources, as JSON; null where there is no server.</summary>
    byte[]? Sources();
}
