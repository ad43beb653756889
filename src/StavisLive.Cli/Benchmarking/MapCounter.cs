using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;

namespace StavisLive.Cli.Benchmarking;

/// <summary>Notes when a stream's maps come; those that are taken over from an earlier frame don't count.</summary>
/// <param name="stream">Name of the stream.</param>
/// <param name="time">The clock.</param>
internal sealed class MapCounter(string stream, TimeProvider time) : ISink
{
    private readonly Lock _lock = new();
    private readonly List<long> _arrivals = [];

    /// <inheritdoc />
    public string Name => "bench";

    /// <inheritdoc />
    public bool NeedsPicture => false;

    /// <summary>Name of the stream.</summary>
    public string Stream => stream;

    /// <summary>What came in a span of time, by the clock's time stamps.</summary>
    public WallFlow Between(long begin, long end)
    {
        lock (_lock)
        {
            long[] within = [.. _arrivals.Where(at => at >= begin && at < end)];
            // A stream whose last map came before the span has waited through all of it.
            var longest = within.Prepend(begin).Zip(within.Append(end), (before, after) => time.GetElapsedTime(before, after)).Max();
            return new WallFlow(stream, within.Length / time.GetElapsedTime(begin, end).TotalSeconds, longest);
        }
    }

    /// <inheritdoc />
    public Task OpenAsync(SourceDescription source, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask WriteAsync(SaliencyResult result, CancellationToken cancellationToken)
    {
        if (result.Stages is null) return ValueTask.CompletedTask;
        lock (_lock) _arrivals.Add(time.GetTimestamp());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public Task CompleteAsync(RunSummary summary, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
