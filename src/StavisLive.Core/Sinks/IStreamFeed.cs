using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>What a stream publishes, for anyone to subscribe to at any time: before it begins, late, or briefly.</summary>
public interface IStreamFeed
{
    /// <summary>Name of the stream.</summary>
    string Name { get; }

    /// <summary>What its source turned out to be; null before it was opened.</summary>
    SourceDescription? Description { get; }

    /// <summary>Who is subscribed now.</summary>
    IReadOnlyList<Subscription> Subscriptions { get; }

    /// <summary>Subscribes from now on. A stream that has ended gives a subscription that has ended.</summary>
    /// <remarks>No subscriber can hold up a live stream or another subscriber, however slow it is.</remarks>
    Subscription Subscribe(SubscriptionOptions options);
}
