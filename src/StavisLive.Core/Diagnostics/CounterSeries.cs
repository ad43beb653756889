using System.Diagnostics.Metrics;

namespace StavisLive.Core.Diagnostics;

/// <summary>Counts one thing, for reports and for an instrument at once. Thread-safe; counting allocates nothing.</summary>
/// <param name="counter">The instrument; null for what only reports tell.</param>
/// <param name="tags">Which of its series this is.</param>
internal sealed class CounterSeries(Counter<long>? counter, params KeyValuePair<string, object?>[] tags)
{
    private long _count;

    /// <summary>How many there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>There are more.</summary>
    public void Add(long count = 1)
    {
        Interlocked.Add(ref _count, count);
        counter?.Add(count, tags);
    }
}
