using System.Threading.Channels;

namespace StavisLive.Core.Queues;

/// <summary>A named, bounded, counted queue between two stages, with one reader at a time.</summary>
/// <remarks>
/// Owns what lies in it: every item reaches the reader or is released, whatever happens. The reader calls
/// <see cref="Drain"/> when it stops, for whatever reason.
/// </remarks>
internal sealed class StageQueue<T>
{
    private readonly Channel<T> _channel;
    private readonly Action<T> _release;
    private readonly Action<T>? _toldDropped;
    private readonly Func<T, long>? _weigh;
    private readonly long _mostWeight;
    private long _weight;
    private long _written;
    private long _dropped;
    private int _waiting;

    /// <param name="name">Stage that reads it, for people.</param>
    /// <param name="capacity">Most items that lie in it.</param>
    /// <param name="mode">What happens beyond that.</param>
    /// <param name="release">Disposes an item that does not reach the reader.</param>
    /// <param name="dropped">Told of every item that a newer one pushed out, before it is released; may be null.</param>
    /// <param name="weigh">What an item weighs, where the oldest make room for weight as well; may be null.</param>
    /// <param name="mostWeight">Most that all items in it weigh; a single one may weigh more.</param>
    public StageQueue(
        string name, int capacity, FullMode mode, Action<T> release, Action<T>? dropped = null, Func<T, long>? weigh = null, long mostWeight = long.MaxValue)
    {
        if (weigh is not null && mode == FullMode.Wait) throw new ArgumentException("Nobody waits for weight.", nameof(weigh));
        Name = name;
        Capacity = capacity;
        _release = release;
        _toldDropped = dropped;
        _weigh = weigh;
        _mostWeight = mostWeight;
        var options = new BoundedChannelOptions(capacity)
        {
            FullMode = mode == FullMode.Wait ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
        };
        _channel = Channel.CreateBounded<T>(options, item =>
        {
            Interlocked.Add(ref _weight, -Weigh(item));
            Drop(item);
        });
    }

    /// <summary>Stage that reads it.</summary>
    public string Name { get; }

    /// <summary>Most items that lie in it.</summary>
    public int Capacity { get; }

    /// <summary>Items in it now.</summary>
    public int Count => _channel.Reader.Count;

    /// <summary>Items accepted so far.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Items pushed out by newer ones so far.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether a writer waits for room at this moment.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    /// <summary>Whether nothing more will come and nothing is left.</summary>
    public bool IsFinished => _channel.Reader.Completion.IsCompleted;

    /// <summary>Hands an item over; takes ownership also when it throws. After <see cref="Complete"/> items are released unread.</summary>
    public ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        // Before the reader can have it.
        var weight = Weigh(item);
        Interlocked.Add(ref _weight, weight);
        if (!_channel.Writer.TryWrite(item))
        {
            Interlocked.Add(ref _weight, -weight);
            return WriteWhenThereIsRoomAsync(item, cancellationToken);
        }
        Interlocked.Increment(ref _written);
        while (Interlocked.Read(ref _weight) > _mostWeight && Count > 1 && TryRead(out var oldest)) Drop(oldest);
        return default;
    }

    /// <summary>Nothing more will come; a cause makes the reader's next read throw it once the queue is empty.</summary>
    public void Complete(Exception? cause = null) => _channel.Writer.TryComplete(cause);

    /// <summary>Takes the oldest item, if there is one. The caller owns it.</summary>
    public bool TryRead(out T item)
    {
        if (!_channel.Reader.TryRead(out item!)) return false;
        Interlocked.Add(ref _weight, -Weigh(item));
        return true;
    }

    /// <summary>True when there may be something to read, false when nothing more will come.</summary>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Closes the queue and releases what is left in it.</summary>
    public void Drain()
    {
        Complete();
        while (TryRead(out var item)) _release(item);
    }

    private long Weigh(T item) => _weigh?.Invoke(item) ?? 0;

    private void Drop(T item)
    {
        Interlocked.Increment(ref _dropped);
        _toldDropped?.Invoke(item);
        _release(item);
    }

    private async ValueTask WriteWhenThereIsRoomAsync(T item, CancellationToken cancellationToken)
    {
        var isWritten = false;
        Interlocked.Increment(ref _waiting);
        try
        {
            // The channel gets neither the item nor the token to wait with: a write whose token is cancelled while it begins to wait
            // is cancelled and carried out as well in .NET 10 (dotnet/runtime pull request 132230), and the item is then owned twice.
            while (!isWritten && await _channel.Writer.WaitToWriteAsync(CancellationToken.None).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false))
                isWritten = _channel.Writer.TryWrite(item);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Closed with a cause, which is the reader's to hear.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            if (isWritten) Interlocked.Increment(ref _written);
            else _release(item);
        }
    }
}
