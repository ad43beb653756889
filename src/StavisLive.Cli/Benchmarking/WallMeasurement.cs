namespace StavisLive.Cli.Benchmarking;

/// <summary>What a wall of streams came to.</summary>
/// <param name="Clip">What was watched.</param>
/// <param name="AloneBefore">Maps a second of the network alone, one stream with one new picture a step, before.</param>
/// <param name="AloneAfter">The same afterwards: a machine that changes its pace shows by it.</param>
/// <param name="Flows">The streams.</param>
internal sealed record WallMeasurement(string Clip, double AloneBefore, double AloneAfter, IReadOnlyList<WallFlow> Flows)
{
    /// <summary>Maps a second of all streams together.</summary>
    public double MapsPerSecond => Flows.Sum(flow => flow.MapsPerSecond);

    /// <summary>That as a share of what the network makes alone.</summary>
    public double Ratio => MapsPerSecond / ((AloneBefore + AloneAfter) / 2);

    /// <summary>The longest wait of any stream, in means of its own.</summary>
    public double LongestWaitInMeans => Flows.Max(flow => flow.LongestWait.TotalSeconds * flow.MapsPerSecond);
}
