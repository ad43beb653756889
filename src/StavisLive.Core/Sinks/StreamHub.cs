using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Sinks;

/// <summary>Hands what one stream publishes to everybody who has subscribed. Thread-safe.</summary>
/// <remarks>
/// Written to by the stream's own stages only. What is published is borrowed: each subscriber gets holds of its own, and of a result
/// only what it asked for.
/// </remarks>
/// <param name="name">Name of the stream.</param>
public sealed class StreamHub(string name) : IStreamFeed, IDisposable
{
    private readonly Lock _lock = new();

    // Replaced as a whole under the lock, read without it.
    private volatile Subscription[] _subscriptions = [];
    private volatile FeedContent _wanted;
    private volatile SourceDescription? _description;

    // Under the lock.
    private bool? _isLive;
    private bool _hasEnded;
    private StreamItem.SourceChanged? _source;
    private StreamItem.AudioChanged? _audio;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public SourceDescription? Description => _description;

    /// <inheritdoc />
    public IReadOnlyList<Subscription> Subscriptions => _subscriptions;

    /// <inheritdoc />
    public Subscription Subscribe(SubscriptionOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1, nameof(options));
        var subscription = new Subscription(this, options);
        lock (_lock)
        {
            if (_hasEnded)
            {
                subscription.End();
                return subscription;
            }
            Replace([.. _subscriptions, subscription]);
            if (_isLive is { } isLive) Begin(subscription, isLive);
        }
        return subscription;
    }

    /// <summary>Ends the feed, whether or not the stream ever began: subscribers get what waits for them, and then no more.</summary>
    public void Dispose() => End();

    /// <summary>Whether anybody wants all of this.</summary>
    internal bool Wants(FeedContent content) => (_wanted & content) == content;

    /// <summary>The stream begins: subscribers, also those that are there already, get what comes from here on. Again: nothing.</summary>
    /// <param name="isLive">Whether the stream waits for nobody.</param>
    internal void Begin(bool isLive)
    {
        lock (_lock)
        {
            if (_isLive is not null || _hasEnded) return;
            _isLive = isLive;
            foreach (var subscription in _subscriptions) Begin(subscription, isLive);
        }
    }

    /// <summary>The source is open.</summary>
    internal void Describe(SourceDescription description) => _description = description;

    /// <summary>Publishes a result. Borrows it.</summary>
    internal async ValueTask PublishAsync(SaliencyResult result)
    {
        foreach (var subscription in _subscriptions)
        {
            // A frame that was there before its picture was wanted comes without: not what was asked for.
            if (subscription.Wants(FeedContent.Results) && result.ShareFor(subscription.Options.Content) is { } share)
                await subscription.WriteAsync(new StreamItem.Result(share)).ConfigureAwait(false);
        }
    }

    /// <summary>Publishes a frame. Borrows it.</summary>
    internal async ValueTask PublishAsync(VideoFrame frame)
    {
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Wants(FeedContent.Frames)) await subscription.WriteAsync(new StreamItem.Frame(frame.Share())).ConfigureAwait(false);
        }
    }

    /// <summary>Publishes audio. Borrows it.</summary>
    internal async ValueTask PublishAsync(AudioBlock block)
    {
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Wants(FeedContent.Audio)) await subscription.WriteAsync(new StreamItem.Samples(block.Share())).ConfigureAwait(false);
        }
    }

    /// <summary>Publishes a packet of encoded audio. Borrows it.</summary>
    internal async ValueTask PublishAsync(AudioPacket packet)
    {
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Wants(FeedContent.Audio)) await subscription.WriteAsync(new StreamItem.Packet(packet.Share())).ConfigureAwait(false);
        }
    }

    /// <summary>Publishes a change of the source's state, which later subscribers get first. Of live streams only, which wait for nobody.</summary>
    internal void Publish(SourceStateChange change)
    {
        lock (_lock) Publish(_source = new StreamItem.SourceChanged(change));
    }

    /// <summary>Publishes a change of the audio, which later subscribers get first. Of live streams only, which wait for nobody.</summary>
    internal void Publish(AudioChange change)
    {
        lock (_lock) Publish(_audio = new StreamItem.AudioChanged(change));
    }

    /// <summary>The stream has ended: subscribers get what waits for them, and then no more.</summary>
    internal void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
            foreach (var subscription in _subscriptions) subscription.End();
            Replace([]);
        }
    }

    /// <summary>Ends the feed for those the stream waits for at this moment, but for its own outputs: they get what waits for them, and then no more.</summary>
    /// <returns>Who they are.</returns>
    internal IReadOnlyList<Subscription> LeaveBehind()
    {
        Subscription[] waitedFor = [.. _subscriptions.Where(one => one is { IsWaitedFor: true, Options.IsOutput: false })];
        foreach (var subscription in waitedFor) Remove(subscription);
        return waitedFor;
    }

    /// <summary>A subscriber leaves.</summary>
    internal void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            Replace([.. _subscriptions.Where(other => other != subscription)]);
            subscription.End();
        }
    }

    private void Replace(Subscription[] subscriptions)
    {
        _subscriptions = subscriptions;
        _wanted = subscriptions.Aggregate(FeedContent.None, (wanted, subscription) => wanted | subscription.Options.Content);
    }

    private void Begin(Subscription subscription, bool isLive)
    {
        subscription.Begin(isLive);
        if (!subscription.Wants(FeedContent.States)) return;
        if (_source is not null) _ = subscription.WriteAsync(_source);
        if (_audio is not null) _ = subscription.WriteAsync(_audio);
    }

    // A live stream's queues never wait.
    private void Publish(StreamItem item)
    {
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Wants(FeedContent.States)) _ = subscription.WriteAsync(item.Share());
        }
    }
}
