using System.Runtime.CompilerServices;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Queues;

namespace StavisLive.Core.Sinks;

/// <summary>One subscriber's place at a stream: a bounded, counted queue of its own. Disposing it unsubscribes.</summary>
/// <remarks>Written to by the stream; read by one reader, once, who is unsubscribed when that ends. Owns what waits in it.</remarks>
public sealed class Subscription : IAsyncDisposable
{
    private readonly StreamHub _hub;
    private readonly CounterSeries _skips;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Set under the hub's lock; null before the stream begins, and for ever where it ended before.
    private volatile StageQueue<StreamItem>? _queue;

    internal Subscription(StreamHub hub, SubscriptionOptions options)
    {
        _hub = hub;
        Options = options;
        _skips = new CounterSeries(Instruments.SubscriberSkips, Tags.Source(hub.Name), Tags.Kind(options.Kind));
    }

    /// <summary>Who it is and what it wants.</summary>
    public SubscriptionOptions Options { get; }

    /// <summary>Items that wait for the subscriber.</summary>
    public int Waiting => _queue?.Count ?? 0;

    /// <summary>Items so far that newer ones pushed out because the subscriber was too slow.</summary>
    public long Skipped => _skips.Count;

    /// <summary>Whether the stream waits for the subscriber to read at this moment.</summary>
    internal bool IsWaitedFor => _queue is { IsWaitedFor: true };

    /// <summary>Everything that was subscribed to, as it comes, until the stream ends or this is disposed.</summary>
    /// <remarks>
    /// An item is lent until the next one is asked for: whoever keeps it longer calls <see cref="StreamItem.Share"/>. However the reading
    /// ends, also by a <c>break</c> or an exception in the loop, it unsubscribes.
    /// </remarks>
    public async IAsyncEnumerable<StreamItem> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            await _begun.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_queue is not { } queue) yield break;
            while (await queue.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (queue.TryRead(out var item))
                {
                    using (item) yield return item;
                }
            }
        }
        finally
        {
            // An offline stream would wait for ever for a reader that has left.
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _hub.Remove(this);
        _queue?.Drain();
        return default;
    }

    /// <summary>Whether all of this is wanted.</summary>
    internal bool Wants(FeedContent content) => (Options.Content & content) == content;

    /// <summary>The stream begins: from here on items are taken. Under the hub's lock.</summary>
    internal void Begin(bool isLive)
    {
        var name = $"subscriber:{Options.Name}";
        _queue = Options.WaitsOffline && !isLive
            ? new StageQueue<StreamItem>(name, Options.Capacity, FullMode.Wait, static item => item.Dispose())
            : new StageQueue<StreamItem>(
                name, Options.Capacity, FullMode.DropOldest, static item => item.Dispose(), Skip,
                static item => item.PictureBytes, SinkRunner.LiveCapacity * (long)FramePool.LargePicture);
        _begun.TrySetResult();
    }

    /// <summary>Queues an item; takes ownership. Waits only where the subscriber may hold the stream up.</summary>
    internal ValueTask WriteAsync(StreamItem item)
    {
        if (_queue is { } queue) return queue.WriteAsync(item);
        item.Dispose();
        return default;
    }

    private void Skip(StreamItem item)
    {
        _skips.Add();
        Options.Skipped?.Invoke(item);
    }

    /// <summary>Nothing more comes; what waits can still be read. Under the hub's lock.</summary>
    internal void End()
    {
        _queue?.Complete();
        _begun.TrySetResult();
    }
}
