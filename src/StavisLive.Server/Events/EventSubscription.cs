using System.Threading.Channels;

namespace StavisLive.Server.Events;

/// <summary>One listener's place at an <see cref="EventHub"/>: a bounded queue of its own. Disposing it ends the listening.</summary>
public sealed class EventSubscription : IDisposable
{
    private readonly EventHub _hub;
    private readonly Channel<AttentionEvent> _waiting;
    private long _skipped;

    internal EventSubscription(EventHub hub, Channel<AttentionEvent> waiting)
    {
        _hub = hub;
        _waiting = waiting;
    }

    /// <summary>Events so far that newer ones pushed out because the listener was too slow.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Events as they come, until this is disposed.</summary>
    public IAsyncEnumerable<AttentionEvent> ReadAllAsync(CancellationToken cancellationToken) => _waiting.Reader.ReadAllAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _hub.Remove(this);
        _waiting.Writer.TryComplete();
    }

    // Under the hub's lock: one writer at a time.
    internal void Put(AttentionEvent happened)
    {
        while (!_waiting.Writer.TryWrite(happened))
        {
            if (_waiting.Reader.Completion.IsCompleted || !_waiting.Reader.TryRead(out _)) return;
            Interlocked.Increment(ref _skipped);
        }
    }
}
