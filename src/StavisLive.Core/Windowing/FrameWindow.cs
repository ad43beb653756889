namespace StavisLive.Core.Windowing;

/// <summary>The pictures of the last sixteen slots. Not thread-safe.</summary>
internal sealed class FrameWindow
{
    private const int Length = NetworkWindow.Frames;

    private readonly byte[][] _pictures = Array.ConvertAll(new byte[Length][], _ => new byte[NetworkWindow.BytesPerFrame]);
    private readonly long[] _ids = new long[Length];
    private readonly bool[] _ownFrame = new bool[Length];
    private readonly byte[] _held = new byte[NetworkWindow.BytesPerFrame]; // the newest frame, where the newest slot shows an earlier one
    private bool _holds;
    private long _lastId;
    private long _firstSlot;

    /// <summary>The newest slot; -1 before the first picture.</summary>
    public long NewestSlot { get; private set; } = -1;

    /// <summary>Slots that no frame fell into and that repeat the one before.</summary>
    public long RepeatedSlots { get; private set; }

    /// <summary>Takes a frame that falls into the newest slot or the next, the first one into any. Copies the picture.</summary>
    /// <remarks>
    /// In the newest slot it takes the place of the frame before it. Slots that must be passed over first are the
    /// caller's affair (<see cref="Repeat"/>): there may be steps to make of them.
    /// </remarks>
    public void Put(long slot, ReadOnlySpan<byte> picture)
    {
        if (NewestSlot < 0) _firstSlot = slot;
        else if (slot != NewestSlot && slot != NewestSlot + 1)
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"Neither the newest slot {NewestSlot} nor the next.");
        NewestSlot = slot;
        _holds = false;
        _lastId++;
        // Before the stream began its first picture stood still.
        if (slot == _firstSlot)
        {
            for (var index = 0; index < Length; index++) Set(index, picture, ownFrame: index == IndexOf(slot));
        }
        else Set(IndexOf(slot), picture, ownFrame: true);
    }

    /// <summary>Takes a further frame of the newest slot, which keeps its picture: this one is what a next slot shows that no frame falls into. Copies the picture.</summary>
    public void Hold(ReadOnlySpan<byte> picture)
    {
        picture.CopyTo(_held);
        _holds = true;
    }

    /// <summary>Moves on by one slot that no frame fell into: it shows the newest frame there is.</summary>
    public void Repeat()
    {
        var from = IndexOf(NewestSlot);
        NewestSlot++;
        var to = IndexOf(NewestSlot);
        if (_holds)
        {
            _lastId++;
            Set(to, _held, ownFrame: false);
            _holds = false;
            return;
        }
        _pictures[from].CopyTo(_pictures[to].AsSpan());
        _ids[to] = _ids[from];
        _ownFrame[to] = false;
    }

    /// <summary>Moves on to any later slot, every slot of the window repeating the newest picture.</summary>
    public void RepeatThrough(long slot)
    {
        // Sixteen repetitions fill the window; the rest only moves it.
        for (var left = Math.Min(slot - NewestSlot, Length); left > 0; left--) Repeat();
        if (slot <= NewestSlot) return;
        var newest = IndexOf(NewestSlot);
        (_ids.AsSpan()).Fill(_ids[newest]);
        NewestSlot = slot;
    }

    /// <summary>Counts slots passed over within a stream (those after its end are no loss).</summary>
    public void CountRepeated(long slots) => RepeatedSlots += slots;

    /// <summary>Whether a window that ends with a slot still repeats the stream's first picture.</summary>
    public bool IsWarming(long lastSlot) => lastSlot < _firstSlot + Length - 1;

    /// <summary>Whether a frame fell into a slot of the window.</summary>
    public bool HasFrame(long slot) => slot >= 0 && slot <= NewestSlot && slot > NewestSlot - Length && _ownFrame[IndexOf(slot)];

    /// <summary>Copies the window, oldest first.</summary>
    public void CopyTo(NetworkWindow window)
    {
        for (var age = 0; age < Length; age++)
        {
            var index = IndexOf(NewestSlot - (Length - 1) + age);
            _pictures[index].CopyTo(window.Pictures[(age * NetworkWindow.BytesPerFrame)..]);
            window.PictureIds[age] = _ids[index];
        }
    }

    private static int IndexOf(long slot) => (int)(((slot % Length) + Length) % Length);

    private void Set(int index, ReadOnlySpan<byte> picture, bool ownFrame)
    {
        picture.CopyTo(_pictures[index]);
        _ids[index] = _lastId;
        _ownFrame[index] = ownFrame;
    }
}
