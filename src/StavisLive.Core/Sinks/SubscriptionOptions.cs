namespace StavisLive.Core.Sinks;

/// <summary>Who subscribes to a stream, to what, and how patiently.</summary>
public sealed record SubscriptionOptions
{
    /// <summary>Name for people and logs, such as <c>display</c> or the address of a viewer.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of subscriber it is, in metrics: few values, such as <c>sink</c> or <c>dashboard</c>.</summary>
    /// <value>The default value is <c>program</c>.</value>
    public string Kind { get; init; } = "program";

    /// <summary>What is wanted.</summary>
    /// <value>The default value is <see cref="FeedContent.Results"/>.</value>
    public FeedContent Content { get; init; } = FeedContent.Results;

    /// <summary>Most items that wait for the subscriber, 1 or more. Items with pictures are megabytes each.</summary>
    /// <value>The default value is 8.</value>
    public int Capacity { get; init; } = 8;

    /// <summary>
    /// Whether an offline stream waits for the subscriber when its queue is full, so that it gets everything. A live stream waits for
    /// nobody: there the newest item always pushes out the oldest. Once it is to stop, an offline stream waits for a few seconds, and
    /// then ends for whoever still has it wait.
    /// </summary>
    public bool WaitsOffline { get; init; }

    /// <summary>Whether it is one of the stream's own outputs, which get everything also when the stream is to stop, however slow they are.</summary>
    internal bool IsOutput { get; init; }

    /// <summary>Told of each item that a newer one pushed out, before it is released; must neither wait nor throw.</summary>
    public Action<StreamItem>? Skipped { get; init; }
}
