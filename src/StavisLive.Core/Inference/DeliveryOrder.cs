namespace StavisLive.Core.Inference;

/// <summary>Lets work that is begun in turn and done side by side end in the same turn.</summary>
internal sealed class DeliveryOrder
{
    private readonly object _lock = new();
    private long _begun;
    private long _ended;

    /// <summary>Begins: the number of the turn. Called by one thread at a time.</summary>
    public long Begin() => _begun++;

    /// <summary>Waits until all that began before has ended. Every number has to be ended, whatever came of it.</summary>
    public void Await(long number)
    {
        lock (_lock)
        {
            while (_ended != number) Monitor.Wait(_lock);
        }
    }

    /// <summary>Ends the turn that was awaited.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended++;
            Monitor.PulseAll(_lock);
        }
    }
}
