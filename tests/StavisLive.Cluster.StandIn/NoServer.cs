using StavisLive.Cluster.Nodes;

namespace StavisLive.Cluster.StandIn;

/// <summary>A node that serves nobody.</summary>
internal sealed class NoServer : INodeServer
{
    /// <inheritdoc />
    public string? Address => null;

    /// <inheritdoc />
    public byte[]? Sources() => null;
}
