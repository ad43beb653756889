using System.Diagnostics;
using StavisLive.Core.Queues;

namespace StavisLive.Core.Inference;

/// <summary>One stream's way through the <see cref="InferenceScheduler"/>: windows in, maps out, in order.</summary>
internal sealed class InferenceLane : IInferenceLane
{
    // Maps under way or waiting: two that are computed at once, and two that keep the publisher supplied.
    private const int MapCapacity = 4;

    // Offline a second window hides the hand-over.
    private const int OfflineCapacity = 2;

    private readonly Action _wakeScheduler;
    private int _underWay;

    /// <param name="id">Number of the stream, never used before by this scheduler.</param>
    /// <param name="options">How its windows are treated.</param>
    /// <param name="wakeScheduler">Tells the scheduler that there may be something to do.</param>
    public InferenceLane(int id, LaneOptions options, Action wakeScheduler)
    {
        Id = id;
        Priority = options.Priority;
        Stream = options.Stream;
        Run = Activity.Current?.Context;
        _wakeScheduler = wakeScheduler;
        Windows = options.IsLive
            ? new StageQueue<InferenceRequest>("network", 1, FullMode.DropOldest, InferenceRequest.Release, _ => options.Dropped?.Invoke())
            : new StageQueue<InferenceRequest>("network", OfflineCapacity, FullMode.Wait, InferenceRequest.Release);
        Maps = new StageQueue<ComputedMap>("publish", MapCapacity, FullMode.Wait, ComputedMap.Release);
    }

    /// <summary>Number of the stream; its windows carry it.</summary>
    public int Id { get; }

    /// <summary>The stream's name.</summary>
    public string Stream { get; }

    /// <summary>The activity that opened it; null without one.</summary>
    public ActivityContext? Run { get; }

    /// <summary>Its share of the network beside other streams.</summary>
    public int Priority { get; }

    /// <summary>When its turn is; the leading thread's own, which gives it with the first window.</summary>
    public FairOrder.Place? Place { get; set; }

    /// <summary>Windows that wait for the network; read by the scheduler alone, through <see cref="TryTake"/>.</summary>
    public StageQueue<InferenceRequest> Windows { get; }

    /// <summary>Maps that wait for the publisher; written by the scheduler alone.</summary>
    public StageQueue<ComputedMap> Maps { get; }

    /// <summary>Whether the scheduler may take a window: only then has its map a place, so that the scheduler never waits for a stream.</summary>
    public bool HasRoom => Volatile.Read(ref _underWay) + Maps.Count < MapCapacity;

    /// <summary>Whether the last window has been taken and its map delivered.</summary>
    public bool IsFinished => Windows.IsFinished && Volatile.Read(ref _underWay) == 0;

    /// <summary>Takes the next window, if there is one; its map is to be delivered, or to be given up.</summary>
    public bool TryTake(out InferenceRequest request)
    {
        if (!Windows.TryRead(out request)) return false;
        Interlocked.Increment(ref _underWay);
        return true;
    }

    /// <summary>Hands a map to the publisher; takes ownership.</summary>
    public void Deliver(ComputedMap map)
    {
        // There is room: it completes at once.
        _ = Maps.WriteAsync(map);
    }

    /// <summary>Gives the stream up: it reads the cause in place of further maps.</summary>
    public void Fail(Exception cause)
    {
        Windows.Drain();
        Maps.Complete(cause);
    }

    /// <summary>A window that was taken is done with.</summary>
    public void Settle()
    {
        Interlocked.Decrement(ref _underWay);
        _wakeScheduler();
    }

    /// <inheritdoc />
    public int WaitingWindows => Windows.Count;

    /// <inheritdoc />
    public int WaitingMaps => Maps.Count;

    /// <inheritdoc />
    public async ValueTask WriteAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        request.Step.Window.StreamId = Id;
        var write = Windows.WriteAsync(request, cancellationToken);
        _wakeScheduler();
        await write.ConfigureAwait(false);
        _wakeScheduler();
    }

    /// <inheritdoc />
    public void CompleteWindows()
    {
        Windows.Complete();
        _wakeScheduler();
    }

    /// <inheritdoc />
    public void Abandon()
    {
        Windows.Drain();
        _wakeScheduler();
    }

    /// <inheritdoc />
    public async ValueTask<ComputedMap?> ReadMapAsync()
    {
        ComputedMap map;
        while (!Maps.TryRead(out map))
        {
            if (!await Maps.WaitToReadAsync().ConfigureAwait(false)) return null;
        }
        _wakeScheduler();
        return map;
    }

    /// <inheritdoc />
    public void DrainMaps() => Maps.Drain();
}
