using System.Globalization;

namespace StavisLive.Cli.Benchmarking;

/// <summary>A wall's measurement for people and for programs.</summary>
internal static class WallReport
{
    /// <summary>What <c>--json</c> answers.</summary>
    public static object AsJson(WallMeasurement wall) => new
    {
        wall.Clip,
        AloneBeforeMapsPerSecond = Math.Round(wall.AloneBefore, 2),
        AloneAfterMapsPerSecond = Math.Round(wall.AloneAfter, 2),
        MapsPerSecond = Math.Round(wall.MapsPerSecond, 2),
        Ratio = Math.Round(wall.Ratio, 3),
        LongestWaitInMeans = Math.Round(wall.LongestWaitInMeans, 2),
        Streams = wall.Flows.Select(flow => new
        {
            flow.Stream,
            MapsPerSecond = Math.Round(flow.MapsPerSecond, 2),
            LongestWaitMs = Math.Round(flow.LongestWait.TotalMilliseconds),
        }),
    };

    /// <summary>Writes it in sentences.</summary>
    public static void Write(TextWriter output, WallMeasurement wall)
    {
        output.WriteLine(Text($"network    {wall.AloneBefore:0.0} maps/s alone before, {wall.AloneAfter:0.0} after"));
        output.WriteLine(Text($"wall       {wall.Flows.Count} x {wall.Clip}: {wall.MapsPerSecond:0.0} maps/s in all, {wall.Ratio:0.00} of the network alone"));
        foreach (var flow in wall.Flows) output.WriteLine(Text($"stream {flow.Stream,-3} {flow.MapsPerSecond:0.0} maps/s, longest wait {flow.LongestWait.TotalMilliseconds:0} ms"));
        output.WriteLine(Text($"waits      at most {wall.LongestWaitInMeans:0.0} times the mean of the stream"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
