using StavisLive.Model.Network;

namespace StavisLive.Model.Checkpoints;

/// <summary>A network with a file's weights. The caller owns the network.</summary>
/// <param name="Network">The network, in float32 on the CPU.</param>
/// <param name="Message">One line: which network it is, and how that is known.</param>
public sealed record LoadedWeights(StavisNetwork Network, string Message);
