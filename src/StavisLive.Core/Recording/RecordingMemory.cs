using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Core.Recording;

/// <summary>The last seconds of a stream, bounded by duration and by bytes: the oldest makes room. Thread-safe.</summary>
/// <remarks>
/// The last seconds are those of the pictures: while a camera is away and a microphone goes on, what was last seen stays, and of the audio
/// what comes within the duration after it and the newest. Owns the holds on what lies in it.
/// </remarks>
internal sealed class RecordingMemory(TimeSpan duration, long maxBytes)
{
    // A source that comes and goes every second fills minutes with these; what they tell beyond that is in the log.
    private const int MostStates = 64;

    private readonly Lock _lock = new();
    private readonly MediaTime _duration = MediaTime.FromSeconds(duration.TotalSeconds);
    private readonly Queue<RecordedItem> _items = new();

    // Audio that is further behind the newest picture, and comes behind all items.
    private readonly Queue<RecordedItem> _audioAlone = new();
    private readonly Queue<RecordedMap> _maps = new();
    private readonly Queue<SourceStateChange> _states = new();
    private MediaTime _newestPicture;
    private long _bytes;

    /// <summary>Adds a frame or a block of audio; takes ownership.</summary>
    public void Add(RecordedItem item)
    {
        lock (_lock)
        {
            _bytes += BytesOf(item);
            if (item is RecordedItem.Picture { Frame: var frame })
            {
                while (_audioAlone.TryDequeue(out var audio)) _items.Enqueue(audio);
                _items.Enqueue(item);
                frame.IsRemembered = true;
                if (item.Time > _newestPicture) _newestPicture = item.Time;
            }
            else if (_audioAlone.Count == 0 && item.Time - _newestPicture <= _duration)
            {
                _items.Enqueue(item);
            }
            else
            {
                _audioAlone.Enqueue(item);
                while (item.Time - _audioAlone.Peek().Time > _duration) Leave(_audioAlone.Dequeue());
            }
            MakeRoom();
        }
    }

    /// <summary>Adds a map; takes ownership.</summary>
    public void Add(RecordedMap map)
    {
        lock (_lock)
        {
            _maps.Enqueue(map);
            _bytes += SaliencyMap.Length * sizeof(float);
            MakeRoom();
        }
    }

    /// <summary>Adds a change of the source's state.</summary>
    public void Add(SourceStateChange change)
    {
        lock (_lock)
        {
            if (_states.Count == MostStates) _states.Dequeue();
            _states.Enqueue(change);
        }
    }

    /// <summary>Gives a frame, which may have left already, its whole picture.</summary>
    public void AddJpeg(RecordedFrame frame, byte[] jpeg)
    {
        lock (_lock)
        {
            // Whoever writes it may still hold it.
            frame.Jpeg = jpeg;
            if (!frame.IsRemembered) return;
            _bytes += jpeg.Length;
            MakeRoom();
        }
    }

    /// <summary>Everything that lies in it now, held once more by the caller.</summary>
    public RecordingSnapshot Snapshot()
    {
        lock (_lock)
        {
            foreach (var picture in _items.OfType<RecordedItem.Picture>()) picture.Frame.Share();
            foreach (var map in _maps) map.Map.Share();
            return new RecordingSnapshot([.. _items, .. _audioAlone], [.. _maps], [.. _states]);
        }
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_items.TryDequeue(out var item) || _audioAlone.TryDequeue(out item)) Leave(item);
            while (_maps.TryDequeue(out var map)) map.Map.Dispose();
            _bytes = 0;
        }
    }

    // An encoder may have been quicker than whoever adds its frame.
    private static long BytesOf(RecordedItem item) =>
        item.Bytes + (item is RecordedItem.Picture { Frame.Jpeg: { } jpeg } ? jpeg.Length : 0);

    private void MakeRoom()
    {
        while (_items.TryPeek(out var oldest) && (_bytes > maxBytes || _newestPicture - oldest.Time > _duration)) Leave(_items.Dequeue());
        while (_bytes > maxBytes && _audioAlone.TryDequeue(out var audio)) Leave(audio);
    }

    private void Leave(RecordedItem item)
    {
        _bytes -= BytesOf(item);
        if (item is not RecordedItem.Picture { Frame: var frame }) return;
        // Maps leave with the frames that they belong to.
        while (_maps.TryPeek(out var map) && map.Slot <= frame.Slot)
        {
            _maps.Dequeue().Map.Dispose();
            _bytes -= SaliencyMap.Length * sizeof(float);
        }
        frame.IsRemembered = false;
        frame.Dispose();
    }
}
