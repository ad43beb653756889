using System.Threading.Channels;

namespace StavisLive.Server.Events;

/// <summary>Hands events to everybody who listens, and remembers the newest. Thread-safe; nobody can hold it up.</summary>
/// <param name="time">The clock: numbers begin with the milliseconds since 1970, so that a later run's are higher than an earlier one's.</param>
internal sealed class EventHub(TimeProvider time)
{
    /// <summary>Events that are remembered: an hour of a busy wall; a late page shows what happened before it.</summary>
    internal const int Remembered = 1000;

    /// <summary>Most events that wait for a listener who goes on where it was cut off: all that are remembered, and as many new ones meanwhile.</summary>
    internal const int CapacityToGoOn = 2 * Remembered;

    private readonly Lock _lock = new();
    private readonly Queue<AttentionEvent> _recent = new();
    private readonly List<EventSubscription> _subscriptions = [];
    private long _last = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Tells everybody, and gives the event its number.</summary>
    public void Publish(AttentionEvent happened)
    {
        lock (_lock)
        {
            var numbered = happened with { Id = ++_last };
            _recent.Enqueue(numbered);
            if (_recent.Count > Remembered) _recent.Dequeue();
            foreach (var subscription in _subscriptions) subscription.Put(numbered);
        }
    }

    /// <summary>Listens from now on, and to the newest events before, as far as they are remembered.</summary>
    /// <param name="capacity">Most events that wait; beyond that the oldest are lost and counted.</param>
    /// <param name="after">Number of the last event that is known already; null: only what is new.</param>
    /// <param name="kinds">Kinds of events that are wanted; null or empty: all.</param>
    public EventSubscription Subscribe(int capacity, long? after = null, IReadOnlyCollection<string>? kinds = null)
    {
        var channel = Channel.CreateBounded<AttentionEvent>(capacity);
        var subscription = new EventSubscription(this, channel, kinds ?? []);
        lock (_lock)
        {
            if (after is { } known)
            {
                // A number of an earlier run, since when the clock was set back.
                if (known > _last) known = 0;
                foreach (var happened in _recent.Where(happened => happened.Id > known)) subscription.Put(happened);
            }
            _subscriptions.Add(subscription);
        }
        return subscription;
    }

    /// <summary>The newest events, oldest first.</summary>
    public IReadOnlyList<AttentionEvent> Recent(int most)
    {
        lock (_lock) return [.. _recent.TakeLast(most)];
    }

    /// <summary>How many listen.</summary>
    internal int SubscriptionCount
    {
        get
        {
            lock (_lock) return _subscriptions.Count;
        }
    }

    internal void Remove(EventSubscription subscription)
    {
        lock (_lock) _subscriptions.Remove(subscription);
    }
}
