namespace StavisLive.Core.Sessions.Stages;

/// <summary>Frames in order, each waiting until its slot's map or a later one is there. Thread-safe.</summary>
/// <param name="capacity">Most frames that wait; beyond that the oldest leaves without a map.</param>
/// <param name="mostBytes">Most bytes of their pictures together, likewise; a single one may be larger.</param>
internal sealed class DelayLine(int capacity, long mostBytes)
{
    private readonly Queue<WaitingFrame> _frames = new();
    private long _bytes;
    private long _mapSlot = -1;
    private TaskCompletionSource _late = NewLate();

    /// <summary>Frames that wait.</summary>
    public int Count
    {
        get
        {
            lock (_frames) return _frames.Count;
        }
    }

    /// <summary>Done as soon as a frame waits whose map is there already: <see cref="TryTake"/> was told of its slot, or of a later one.</summary>
    public Task Late
    {
        get
        {
            lock (_frames) return _late.Task;
        }
    }

    /// <summary>Adds the newest frame; takes ownership.</summary>
    /// <returns>How many of the oldest had to leave for it.</returns>
    public int Add(WaitingFrame frame)
    {
        lock (_frames)
        {
            var left = 0;
            for (; _frames.Count == capacity || (_frames.Count > 0 && _bytes + BytesOf(frame) > mostBytes); left++) Take().Dispose();
            _frames.Enqueue(frame);
            _bytes += BytesOf(frame);
            if (frame.Slot <= _mapSlot) _late.TrySetResult();
            return left;
        }
    }

    /// <summary>Takes the oldest frame if its slot is not behind <paramref name="slot"/>, whose map is there; the caller owns the frame.</summary>
    public bool TryTake(long slot, out WaitingFrame frame)
    {
        lock (_frames)
        {
            if (_frames.TryPeek(out frame) && frame.Slot <= slot)
            {
                Take();
                return true;
            }
            _mapSlot = slot;
            if (_late.Task.IsCompleted) _late = NewLate();
            return false;
        }
    }

    /// <summary>Gives every waiting frame back and tells how many there were.</summary>
    public int Clear()
    {
        lock (_frames)
        {
            var count = _frames.Count;
            while (_frames.Count > 0) Take().Dispose();
            return count;
        }
    }

    private static TaskCompletionSource NewLate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static long BytesOf(WaitingFrame frame) => frame.Picture?.Pixels.Length ?? 0;

    private WaitingFrame Take()
    {
        var frame = _frames.Dequeue();
        _bytes -= BytesOf(frame);
        return frame;
    }
}
