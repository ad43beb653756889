namespace StavisLive.Core.Sessions.Stages;

/// <summary>Frames in order, each waiting until its slot's map or a later one is there. Thread-safe.</summary>
/// <param name="capacity">Most frames that wait; beyond that the oldest leaves without a map.</param>
internal sealed class DelayLine(int capacity)
{
    private readonly Queue<WaitingFrame> _frames = new();

    /// <summary>Frames that wait.</summary>
    public int Count
    {
        get
        {
            lock (_frames) return _frames.Count;
        }
    }

    /// <summary>Adds the newest frame; takes ownership. False when the oldest had to leave for it.</summary>
    public bool Add(WaitingFrame frame)
    {
        lock (_frames)
        {
            var full = _frames.Count == capacity;
            if (full) _frames.Dequeue().Dispose();
            _frames.Enqueue(frame);
            return !full;
        }
    }

    /// <summary>Takes the oldest frame if its slot is not behind <paramref name="slot"/>; the caller owns it.</summary>
    public bool TryTake(long slot, out WaitingFrame frame)
    {
        lock (_frames)
        {
            if (_frames.TryPeek(out frame) && frame.Slot <= slot)
            {
                _frames.Dequeue();
                return true;
            }
            return false;
        }
    }

    /// <summary>Gives every waiting frame back and tells how many there were.</summary>
    public int Clear()
    {
        lock (_frames)
        {
            var count = _frames.Count;
            while (_frames.TryDequeue(out var frame)) frame.Dispose();
            return count;
        }
    }
}
