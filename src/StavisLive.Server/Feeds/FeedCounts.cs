using System.Diagnostics.Metrics;

namespace StavisLive.Server.Feeds;

/// <summary>Counts who subscribes to the server's feeds, beside those who subscribe to streams themselves.</summary>
internal static class FeedCounts
{
    private static readonly Meter Meter = new(Core.Diagnostics.Telemetry.Name);

    private static readonly Lock Gate = new();

    // Sources come and go, and so do their names: without a subscriber there is no entry.
    private static readonly Dictionary<(string Source, string Kind), long> Counts = [];

    private static readonly Counter<long> Skipped = Meter.CreateCounter<long>(
        "stavis.viewer.skipped", "{item}", "Maps and pictures that newer ones pushed out because a viewer of the server was too slow.");

    static FeedCounts() => Meter.CreateObservableUpDownCounter("stavis.viewers", Measure, "{viewer}", "Who gets maps and pictures through the server, by kind of feed.");

    /// <summary>A subscriber comes; it leaves with the disposal.</summary>
    public static FeedCount Enter(string source, string kind)
    {
        lock (Gate) Counts[(source, kind)] = Counts.GetValueOrDefault((source, kind)) + 1;
        return new FeedCount(source, kind);
    }

    internal static void Leave(string source, string kind)
    {
        lock (Gate)
        {
            if (--Counts[(source, kind)] == 0) Counts.Remove((source, kind));
        }
    }

    internal static void Skip(string source, string kind) => Skipped.Add(1, Tags(source, kind));

    private static IEnumerable<Measurement<long>> Measure()
    {
        lock (Gate) return [.. Counts.Select(count => new Measurement<long>(count.Value, Tags(count.Key.Source, count.Key.Kind)))];
    }

    private static KeyValuePair<string, object?>[] Tags(string source, string kind) => [new("source", source), new("kind", kind)];
}
