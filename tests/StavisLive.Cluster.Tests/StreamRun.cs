namespace StavisLive.Cluster.Tests;

/// <summary>A run of a stream, as a journal tells of it. Times are milliseconds of the machine's own.</summary>
/// <param name="Node">Name of the node, and its process.</param>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended, or its node's last sign of life; so far, while it goes on.</param>
/// <param name="IsOver">Whether it has been stopped.</param>
internal sealed record StreamRun(string Node, string Stream, long Epoch, double Start, double End, bool IsOver);
