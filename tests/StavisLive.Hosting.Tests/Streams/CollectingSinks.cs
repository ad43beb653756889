using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Testing;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>Gives every stream a sink that a test can look into.</summary>
internal sealed class CollectingSinks : ISinkProvider
{
    private readonly List<(string Stream, CollectingSink Sink)> _made = [];

    /// <summary>Called before a sink is made.</summary>
    public Action<StreamPlan>? Making { get; set; }

    /// <summary>What completing the sinks of a stream waits for; null: nothing.</summary>
    public Func<StreamPlan, Task>? Completing { get; set; }

    /// <summary>The sinks of a stream's name so far, in order.</summary>
    public IReadOnlyList<CollectingSink> Of(string stream)
    {
        lock (_made) return [.. _made.Where(made => made.Stream == stream).Select(made => made.Sink)];
    }

    /// <inheritdoc />
    public IEnumerable<ISink> CreateSinks(StreamPlan plan)
    {
        Making?.Invoke(plan);
        var sink = new CollectingSink { OnComplete = () => Completing?.Invoke(plan) ?? Task.CompletedTask };
        lock (_made) _made.Add((plan.StreamName, sink));
        return [sink];
    }
}
