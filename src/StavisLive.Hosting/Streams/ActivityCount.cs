namespace StavisLive.Hosting.Streams;

/// <summary>Counts what keeps a manager busy: streams under way, and changes that may begin some. Thread-safe.</summary>
/// <param name="changes">Told whenever something is over.</param>
internal sealed class ActivityCount(ChangeSignal changes)
{
    private int _underWay;

    /// <summary>Whether nothing keeps it busy.</summary>
    public bool IsIdle => Volatile.Read(ref _underWay) == 0;

    /// <summary>One more, until what this gives is disposed. Whoever begins something within a change enters that before the change is over.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _underWay);
        return new Activity(this);
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _underWay);
        changes.Tell();
    }

    private sealed class Activity(ActivityCount count) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isOver, true)) count.Leave();
        }
    }
}
