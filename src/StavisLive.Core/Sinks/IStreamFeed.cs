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
    /// <remarks>
    /// No subscriber can hold up a live stream or its other subscribers, however slow it is. An offline stream waits, and with it all
    /// the others do, for whoever asks for that (<see cref="SubscriptionOptions.WaitsOffline"/>): until they read on or unsubscribe, or
    /// for a few seconds once the stream is to stop.
    /// </remarks>
    Subscription Subscribe(SubscriptionOptions options);
}
