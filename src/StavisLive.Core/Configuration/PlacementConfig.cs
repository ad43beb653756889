using StavisLive.Core.Inference;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration;

/// <summary>Which machines of a cluster may watch a source. Without a cluster it says nothing.</summary>
public sealed record PlacementConfig
{
    /// <summary>What the machine's network has to be computed on: <c>auto</c>, the default (anything), <c>cpu</c> or <c>cuda</c>.</summary>
    public ComputeDeviceKind Device { get; init; } = ComputeDeviceKind.Auto;

    /// <summary>Names of the nodes that may, such as those that have a file or a camera; none, the default: every one.</summary>
    public ValueList<string> Nodes { get; init; } = [];

    /// <summary>Labels that the node must have, all of them, such as <c>site=north</c>; none by default.</summary>
    public ValueList<string> Labels { get; init; } = [];
}
