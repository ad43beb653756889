using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Benchmarking;

/// <summary>Copies of a clip watched live, decoded as a run decodes them, sharing one network.</summary>
/// <param name="model">The network.</param>
/// <param name="time">The clock.</param>
internal sealed class WallBenchmark(ModelConfig model, TimeProvider time) : ISinkProvider
{
    /// <summary>How long it is watched before it is measured: until everybody has their first maps, and what piled up meanwhile is dropped.</summary>
    public static readonly TimeSpan Warming = TimeSpan.FromSeconds(6);

    private readonly ConcurrentBag<MapCounter> _counters = [];

    /// <summary>Watches, and tells how each copy's maps came.</summary>
    /// <param name="clip">File.</param>
    /// <param name="copies">How often it is watched at once.</param>
    /// <param name="measured">How long, when it is warm.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigException">It cannot be watched.</exception>
    public async Task<IReadOnlyList<WallFlow>> RunAsync(string clip, int copies, TimeSpan measured, CancellationToken cancellationToken)
    {
        var plan = HostPlan.Of(new StavisConfig
        {
            Model = model,
            Sources =
            [
                .. Enumerable.Range(1, copies).Select(number => new StreamConfig
                {
                    Name = $"{number}", Source = new SourceConfig { Input = clip, Realtime = true, Loop = true }, Outputs = new OutputConfig { Display = false },
                }),
            ],
        });
        await using var manager = new StreamManager(time, NullLoggerFactory.Instance, [this]);
        await manager.ApplyAsync(plan, cancellationToken);
        await WaitAsync(manager, Warming, cancellationToken);
        var begin = time.GetTimestamp();
        await WaitAsync(manager, measured, cancellationToken);
        var end = time.GetTimestamp();
        return [.. _counters.Select(counter => counter.Between(begin, end)).OrderBy(flow => flow.Stream.Length).ThenBy(flow => flow.Stream, StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public IEnumerable<ISink> CreateSinks(StreamPlan plan)
    {
        var counter = new MapCounter(plan.StreamName, time);
        _counters.Add(counter);
        return [counter];
    }

    // A stream that ends meanwhile has failed: a repeated clip has no end.
    private async Task WaitAsync(StreamManager manager, TimeSpan duration, CancellationToken cancellationToken)
    {
        var ended = manager.WhenAllEndedAsync(cancellationToken);
        await Task.WhenAny(ended, Task.Delay(duration, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        if (manager.NetworkFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
        if (manager.Ends.FirstOrDefault() is { Failure: { } cause }) ExceptionDispatchInfo.Throw(cause);
    }
}
