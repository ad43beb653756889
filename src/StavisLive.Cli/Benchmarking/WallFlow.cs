namespace StavisLive.Cli.Benchmarking;

/// <summary>How one stream's maps came.</summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="MapsPerSecond">Maps a second.</param>
/// <param name="LongestWait">Longest time from one to the next.</param>
internal sealed record WallFlow(string Stream, double MapsPerSecond, TimeSpan LongestWait);
