namespace StavisLive.Cluster.Contracts;

/// <summary>How one stream of a node is doing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Epoch">Its epoch.</param>
/// <param name="Version">Number of the change that it was begun with.</param>
/// <param name="State">How it is, in the words of the server's reports.</param>
/// <param name="IsOver">Whether it has ended by itself.</param>
/// <param name="Reason">Why it is so, for people; null where there is nothing to say.</param>
/// <param name="FramesPerSecond">Frames that came, lately.</param>
/// <param name="MapsPerSecond">Maps that it got, lately.</param>
[GenerateSerializer, Alias("stavis.stream-report")]
internal sealed record StreamReport(
    string Name, long Epoch, long Version, string State, bool IsOver, string? Reason, double FramesPerSecond, double MapsPerSecond);
