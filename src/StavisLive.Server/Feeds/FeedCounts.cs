using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace StavisLive.Server.Feeds;

/// <summary>Counts who subscribes to the server's feeds, beside those who subscribe to streams themselves.</summary>
internal static class FeedCounts
{
    private static readonly Meter Meter = new(Core.Diagnostics.Telemetry.Name);

    private static readonly ConcurrentDictionary<(string Source, string Kind), FeedSeries> Series = new();

    private static readonly Counter<long> Skipped = Meter.CreateCounter<long>(
        "stavis.viewer.skipped", "{item}", "Maps and pictures that newer ones pushed out because a viewer of the server was too slow.");

    static FeedCounts() => Meter.CreateObservableUpDownCounter("stavis.viewers", Measure, "{viewer}", "Who gets maps and pictures through the server, by kind of feed.");

    /// <summary>A subscriber comes; it leaves with the disposal.</summary>
    public static FeedCount Enter(string source, string kind)
    {
        var series = Series.GetOrAdd((source, kind), static _ => new FeedSeries());
        Interlocked.Increment(ref series.Count);
        return new FeedCount(series, new("source", source), new("kind", kind));
    }

    internal static void Skip(KeyValuePair<string, object?> source, KeyValuePair<string, object?> kind) => Skipped.Add(1, source, kind);

    private static IEnumerable<Measurement<long>> Measure() => Series.Select(series =>
        new Measurement<long>(Interlocked.Read(ref series.Value.Count), new("source", series.Key.Source), new("kind", series.Key.Kind)));
}
