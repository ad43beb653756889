using System.Diagnostics.Metrics;

namespace StavisLive.Core.Diagnostics;

/// <summary>Collects durations in bounded memory and tells their percentiles to within 1 %.</summary>
/// <remarks>
/// Counts in buckets whose borders grow by 2 %, from 1 µs to 3 hours; a percentile is its bucket's geometric middle, the
/// maximum is exact. One thread records; any may read, and then sees a moment's approximation.
/// </remarks>
public sealed class LatencyRecorder
{
    private const double Growth = 1.02;
    private const double LeastMilliseconds = 1e-3;
    private const double MostMilliseconds = 1e7;

    private static readonly double LogGrowth = Math.Log(Growth);
    private static readonly int Buckets = BucketOf(MostMilliseconds) + 1;

    private readonly long[] _counts = new long[Buckets];
    private readonly Histogram<double>? _histogram;
    private readonly KeyValuePair<string, object?>[] _tags = [];
    private long _count;
    private double _max;

    /// <summary>One whose durations only <see cref="Snapshot"/> tells.</summary>
    public LatencyRecorder()
    {
    }

    /// <param name="histogram">Told of every duration, in seconds.</param>
    /// <param name="tags">Which of its series this is.</param>
    internal LatencyRecorder(Histogram<double> histogram, params KeyValuePair<string, object?>[] tags)
    {
        _histogram = histogram;
        _tags = tags;
    }

    /// <summary>Adds a duration.</summary>
    public void Record(TimeSpan duration)
    {
        var milliseconds = Math.Clamp(duration.TotalMilliseconds, LeastMilliseconds, MostMilliseconds);
        _counts[BucketOf(milliseconds)]++;
        _max = Math.Max(_max, duration.TotalMilliseconds);
        _count++;
        _histogram?.Record(duration.TotalSeconds, _tags);
    }

    /// <summary>What has been recorded so far.</summary>
    public LatencyDistribution Snapshot() => new(_count, Percentile(0.50), Percentile(0.95), Percentile(0.99), _max);

    private static int BucketOf(double milliseconds) => (int)(Math.Log(milliseconds / LeastMilliseconds) / LogGrowth);

    private double Percentile(double share)
    {
        // The nearest-rank definition: the smallest duration that at least this share does not exceed.
        var rank = (long)Math.Ceiling(share * _count);
        if (rank == 0) return 0;
        long seen = 0;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank) return Math.Min(_max, LeastMilliseconds * Math.Pow(Growth, bucket + 0.5));
        }
        return _max;
    }
}
