using System.Threading.Channels;

namespace StavisLive.Server.Feeds;

/// <summary>One subscriber's place at a <see cref="FeedChannel{T}"/>: a bounded, counted queue of its own in which the newest wins.</summary>
/// <remarks>Disposing it unsubscribes.</remarks>
internal sealed class FeedSubscriber<T> : IDisposable
    where T : class
{
    private readonly FeedChannel<T> _channel;
    private readonly Channel<T> _waiting;
    private readonly FeedCount _count;
    private long _skipped;

    internal FeedSubscriber(FeedChannel<T> channel, string source, string kind, int capacity)
    {
        _channel = channel;
        _count = FeedCounts.Enter(source, kind);
        _waiting = Channel.CreateBounded<T>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Skip());
    }

    /// <summary>What newer ones pushed out so far because the subscriber was too slow.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>What comes, until the source is removed or this is disposed. One reader.</summary>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken) => _waiting.Reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _channel.Remove(this);
        _count.Dispose();
        End();
    }

    internal void Put(T item) => _waiting.Writer.TryWrite(item);

    internal void End() => _waiting.Writer.TryComplete();

    private void Skip()
    {
        Interlocked.Increment(ref _skipped);
        _count.Skip();
    }
}
