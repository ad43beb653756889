using System.Collections.Concurrent;

namespace StavisLive.Core.Media;

/// <summary>Keeps idle buffers of one kind for the next user; never keeps more than its limit.</summary>
/// <remarks>
/// The pool bounds what lies idle. What is in use is bounded by the queues that hold it. Thread-safe.
/// </remarks>
internal sealed class BufferPool<T> where T : Shared
{
    private readonly ConcurrentBag<T> _idle = [];
    private readonly Func<T> _create;
    private readonly int _idleLimit;
    private int _idleCount;

    public BufferPool(Func<T> create, int idleLimit)
    {
        _create = create;
        _idleLimit = idleLimit;
    }

    /// <summary>An idle buffer, or a new one; the caller holds it once.</summary>
    public T Rent()
    {
        if (_idle.TryTake(out var buffer)) Interlocked.Decrement(ref _idleCount);
        else buffer = _create();
        buffer.HoldFirst();
        return buffer;
    }

    /// <summary>Takes a buffer nobody holds any more; beyond the limit it is left to the collector.</summary>
    public void Return(T buffer)
    {
        if (Interlocked.Increment(ref _idleCount) <= _idleLimit) _idle.Add(buffer);
        else Interlocked.Decrement(ref _idleCount);
    }
}
