namespace StavisLive.Core.Media;

/// <summary>Keeps idle buffers of one kind for the next user: never more than its limit, and not for ever what a single rush left behind.</summary>
/// <remarks>
/// The pool bounds what lies idle. What is in use is bounded by the queues that hold it. It keeps its buffers itself: a
/// <see cref="System.Collections.Concurrent.ConcurrentBag{T}"/> would keep those of a pool that is no longer used alive for as long as
/// the threads that filled it. Thread-safe.
/// </remarks>
internal sealed class BufferPool<T> where T : Shared
{
    // For 32 frames of a stream of 25 a second, a minute and a half: what is needed less often than that is as well made anew.
    private const int ReturnsPerPlace = 64;

    private readonly Lock _lock = new();
    private readonly Func<T> _create;
    private readonly T?[] _idle;
    private int _count;
    private int _leastIdle;
    private int _returns;

    /// <param name="create">Makes a buffer when none is idle.</param>
    /// <param name="idleLimit">Most buffers that lie idle.</param>
    public BufferPool(Func<T> create, int idleLimit)
    {
        _create = create;
        _idle = new T?[idleLimit];
    }

    /// <summary>An idle buffer, the last that came back, or a new one; the caller holds it once.</summary>
    public T Rent()
    {
        var buffer = Take() ?? _create();
        buffer.HoldFirst();
        return buffer;
    }

    /// <summary>Takes a buffer nobody holds any more; beyond the limit it is left to the collector.</summary>
    public void Return(T buffer)
    {
        lock (_lock)
        {
            if (_count < _idle.Length) _idle[_count++] = buffer;
            if (++_returns >= ReturnsPerPlace * _idle.Length) Sweep();
        }
    }

    private T? Take()
    {
        lock (_lock)
        {
            if (_count == 0) return null;
            var buffer = _idle[--_count];
            _idle[_count] = null;
            if (_count < _leastIdle) _leastIdle = _count;
            return buffer;
        }
    }

    // Leaves to the collector what lay idle ever since the last time. Under the lock.
    private void Sweep()
    {
        _count -= _leastIdle;
        Array.Clear(_idle, _count, _leastIdle);
        (_leastIdle, _returns) = (_count, 0);
    }
}
