using StavisLive.Core.Queues;

namespace StavisLive.Core.Inference;

/// <summary>One stream's way through the <see cref="InferenceScheduler"/>: windows in, maps out, in order.</summary>
internal sealed class InferenceLane
{
    // Maps under way or waiting: two that are computed at once, and two that keep the publisher supplied.
    private const int MapCapacity = 4;

    // Offline a second window hides the hand-over.
    private const int OfflineCapacity = 2;

    private readonly Action _wakeWorker;
    private int _underWay;

    /// <param name="id">Number of the stream, never used before by this worker.</param>
    /// <param name="isLive">Newest wins, or wait.</param>
    /// <param name="priority">Its share of the network beside other streams, 1 or more.</param>
    /// <param name="dropped">Told of each window that a newer one pushed out.</param>
    /// <param name="wakeWorker">Tells the worker that there may be something to do.</param>
    public InferenceLane(int id, bool isLive, int priority, Action<NetworkJob> dropped, Action wakeWorker)
    {
        Id = id;
        Priority = priority;
        _wakeWorker = wakeWorker;
        Windows = isLive
            ? new StageQueue<NetworkJob>("network", 1, FullMode.DropOldest, NetworkJob.Release, dropped)
            : new StageQueue<NetworkJob>("network", OfflineCapacity, FullMode.Wait, NetworkJob.Release);
        Maps = new StageQueue<ComputedMap>("publish", MapCapacity, FullMode.Wait, ComputedMap.Release);
    }

    /// <summary>Number of the stream; its windows carry it.</summary>
    public int Id { get; }

    /// <summary>Its share of the network beside other streams.</summary>
    public int Priority { get; }

    /// <summary>When its turn is; the leading thread's own, which gives it with the first window.</summary>
    public FairOrder.Place? Place { get; set; }

    /// <summary>Windows that wait for the network; read by the worker alone, through <see cref="TryTake"/>.</summary>
    public StageQueue<NetworkJob> Windows { get; }

    /// <summary>Maps that wait for the publisher; written by the worker alone.</summary>
    public StageQueue<ComputedMap> Maps { get; }

    /// <summary>Whether the worker may take a window: only then has its map a place, so that the worker never waits for a stream.</summary>
    public bool HasRoom => Volatile.Read(ref _underWay) + Maps.Count < MapCapacity;

    /// <summary>Whether the last window has been taken and its map delivered.</summary>
    public bool IsFinished => Windows.IsFinished && Volatile.Read(ref _underWay) == 0;

    /// <summary>Takes the next window, if there is one; its map is to be delivered, or to be given up.</summary>
    public bool TryTake(out NetworkJob job)
    {
        if (!Windows.TryRead(out job)) return false;
        Interlocked.Increment(ref _underWay);
        return true;
    }

    /// <summary>Hands a map to the publisher; takes ownership.</summary>
    public void Deliver(ComputedMap map)
    {
        // There is room: it completes at once.
        _ = Maps.WriteAsync(map);
    }

    /// <summary>A window that was taken is done with.</summary>
    public void Settle()
    {
        Interlocked.Decrement(ref _underWay);
        _wakeWorker();
    }

    /// <summary>Hands a window over; takes ownership.</summary>
    public async ValueTask WriteAsync(NetworkJob job, CancellationToken cancellationToken)
    {
        job.Step.Window.StreamId = Id;
        var write = Windows.WriteAsync(job, cancellationToken);
        _wakeWorker();
        await write.ConfigureAwait(false);
        _wakeWorker();
    }

    /// <summary>No more windows come.</summary>
    public void CompleteWindows()
    {
        Windows.Complete();
        _wakeWorker();
    }

    /// <summary>Gives up windows that are not computed yet.</summary>
    public void Abandon()
    {
        Windows.Drain();
        _wakeWorker();
    }

    /// <summary>Takes the next map; the caller owns it. False when no more come.</summary>
    public async ValueTask<ComputedMap?> ReadMapAsync()
    {
        ComputedMap map;
        while (!Maps.TryRead(out map))
        {
            if (!await Maps.WaitToReadAsync().ConfigureAwait(false)) return null;
        }
        _wakeWorker();
        return map;
    }
}
