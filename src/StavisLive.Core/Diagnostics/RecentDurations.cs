namespace StavisLive.Core.Diagnostics;

/// <summary>Keeps the newest durations and tells their percentiles: what was long ago says nothing of now. Thread-safe.</summary>
internal sealed class RecentDurations
{
    // Some ten seconds of a stream.
    private const int Most = 256;

    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[Most];
    private int _count;
    private int _next;

    /// <summary>Adds a duration, in place of the oldest where there are too many.</summary>
    public void Record(TimeSpan duration)
    {
        lock (_lock)
        {
            _milliseconds[_next] = duration.TotalMilliseconds;
            _next = (_next + 1) % Most;
            _count = Math.Min(_count + 1, Most);
        }
    }

    /// <summary>Those that are kept.</summary>
    public LatencyDistribution Snapshot()
    {
        double[] sorted;
        lock (_lock) sorted = _milliseconds[.._count];
        Array.Sort(sorted);
        return new LatencyDistribution(sorted.Length, At(0.50), At(0.95), At(0.99), At(1));

        // The nearest-rank definition, as LatencyRecorder's.
        double At(double share) => sorted.Length == 0 ? 0 : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
