using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration;

/// <summary>This machine as a node of a cluster (<c>stavis-live node</c>).</summary>
public sealed record ClusterConfig
{
    /// <summary>
    /// The Redis that holds the cluster together, <c>redis://[USER[:PASSWORD]@]HOST[:PORT][/NAME]</c>, or <c>rediss://</c> with TLS; what
    /// follows the slash names one of several clusters that share it, <c>stavis-live</c> where nothing does. <c>${NAME}</c> and
    /// <c>${file:PATH}</c> stand for secrets. Null, the default: no cluster.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The node's name, of which there is only one in the cluster; null, the default: the machine's.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Where other nodes reach it, <c>[HOST:]PORT</c>; null, the default: the address of this machine from which it reaches Redis, and
    /// any free port.
    /// </summary>
    public string? Listen { get; init; }

    /// <summary>What sources may ask of a node, such as <c>site=north</c>; none by default.</summary>
    public ValueList<string> Labels { get; init; } = [];

    /// <summary>Maps per second that the node can give; null, the default: measured once, and remembered.</summary>
    public double? Capacity { get; init; }

    /// <summary>The node's certificate, a PEM file, by which nodes know each other; null, the default: connections between nodes are not encrypted.</summary>
    public string? Certificate { get; init; }

    /// <summary>The certificate's key, a PEM file.</summary>
    public string? Key { get; init; }

    /// <summary>The authority that has signed the certificates of all nodes, and Redis' own, a PEM file.</summary>
    public string? Authority { get; init; }
}
