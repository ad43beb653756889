using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace StavisLive.Server.Events;

/// <summary>One listener's place at an <see cref="EventHub"/>: a bounded queue of its own. Disposing it ends the listening.</summary>
internal sealed class EventSubscription : IDisposable
{
    private readonly EventHub _hub;
    private readonly Channel<AttentionEvent> _waiting;
    private readonly IReadOnlyCollection<string> _kinds;
    private long _skipped;

    internal EventSubscription(EventHub hub, Channel<AttentionEvent> waiting, IReadOnlyCollection<string> kinds)
    {
        _hub = hub;
        _waiting = waiting;
        _kinds = kinds;
    }

    /// <summary>Events so far that newer ones pushed out because the listener was too slow.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Events that wait to be read.</summary>
    internal int Waiting => _waiting.Reader.Count;

    /// <summary>Waits until an event is there to be read; false when this is disposed.</summary>
    internal ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _waiting.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the oldest event that waits, if any.</summary>
    internal bool TryRead([MaybeNullWhen(false)] out AttentionEvent happened) => _waiting.Reader.TryRead(out happened);

    /// <summary>Events as they come, until this is disposed, and then those that still wait.</summary>
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
        if (_kinds.Count > 0 && !_kinds.Contains(happened.Kind)) return;
        while (!_waiting.Writer.TryWrite(happened))
        {
            if (_waiting.Reader.Completion.IsCompleted || !_waiting.Reader.TryRead(out _)) return;
            Interlocked.Increment(ref _skipped);
        }
    }
}
