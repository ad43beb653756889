using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Inference;

/// <summary>Runs the network, for all streams of the process in turn, by their priorities, and if that is asked for by what moves in them.</summary>
/// <remarks>
/// <para>As many threads as the predictor is worth (<see cref="ISaliencyPredictor.Concurrency"/>) take turns at leading: the leader
/// takes the next windows and begins with them; as soon as the predictor allows, another leads. Maps are delivered in the order in
/// which their windows were taken.</para>
/// <para>It runs no sink's code, and waits for no stream, but for a moment where windows cost less when they are computed
/// together. If the predictor fails, every stream fails with its cause: a picture with a frozen map is worse than an end.</para>
/// </remarks>
public sealed class InferenceScheduler : IInference, IAsyncDisposable
{
    // What waiting may cost a stream that is ready: little against the 33 ms between its frames.
    private static readonly TimeSpan BatchPatience = TimeSpan.FromMilliseconds(2);

    private readonly Func<ISaliencyPredictor> _create;
    private readonly TimeProvider _time;
    private readonly NetworkShares _shares;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _lanesLock = new();
    private readonly Lock _leading = new();
    private readonly DeliveryOrder _order = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InferenceLane[] _lanes = [];
    private int _opened;
    private bool _isStarted;
    private BusyAverage? _busy;
    private Exception? _failure;
    private volatile bool _stopping;

    // The leader's own.
    private readonly FairOrder _turns = new();

    /// <param name="create">Makes the predictor, on a thread of the scheduler.</param>
    /// <param name="time">Clock of the durations.</param>
    /// <param name="shares">How streams share it, beside their priorities.</param>
    public InferenceScheduler(Func<ISaliencyPredictor> create, TimeProvider time, NetworkShares shares = NetworkShares.Even)
    {
        _shares = shares;
        _create = create;
        _time = time;
    }

    /// <inheritdoc />
    public Task<bool> Ready => _ready.Task;

    /// <summary>What ended it before its time; null while all is well.</summary>
    public Exception? Failure
    {
        get
        {
            lock (_lanesLock) return _failure is ObjectDisposedException ? null : _failure;
        }
    }

    /// <summary>Starts its threads, of which the first makes the predictor. Once; whoever makes the scheduler starts it.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, true)) throw new InvalidOperationException("The scheduler has been started already.");
        StartThread(Run);
    }

    /// <summary>Stops after the maps under way and disposes the predictor.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        Wake();
        if (!Volatile.Read(ref _isStarted))
        {
            var cause = new ObjectDisposedException(nameof(InferenceScheduler));
            _ready.TrySetException(cause);
            CloseAll(cause);
            return;
        }
        await _ended.Task.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IInferenceLane Open(LaneOptions options)
    {
        var lane = new InferenceLane(Interlocked.Increment(ref _opened), options, Wake);
        lock (_lanesLock)
        {
            if (_failure is not null || _stopping) Close(lane, _failure ?? new ObjectDisposedException(nameof(InferenceScheduler)));
            else _lanes = [.. _lanes, lane];
        }
        return lane;
    }

    private static Thread StartThread(ThreadStart run)
    {
        var thread = new Thread(run) { Name = "inference", IsBackground = true };
        // Without what its maker was about: it works for everybody.
        thread.UnsafeStart();
        return thread;
    }

    private void Run()
    {
        try
        {
            using var predictor = _create();
            _busy = new BusyAverage(predictor.Concurrency, _time);
            using var observed = Gauges.Networks.Enter(_busy);
            _ready.SetResult(predictor.UsesAudio);
            Thread[] others = [.. Enumerable.Range(1, predictor.Concurrency - 1).Select(_ => StartThread(() => Work(predictor)))];
            Work(predictor);
            foreach (var other in others) other.Join();
            CloseAll(new ObjectDisposedException(nameof(InferenceScheduler)));
        }
        catch (Exception e)
        {
            // Handed to whoever waits: the streams, and who asked for the predictor.
            _ready.TrySetException(e);
            CloseAll(e);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Work(ISaliencyPredictor predictor)
    {
        try
        {
            Serve(predictor);
        }
        catch (Exception e)
        {
            // Handed to the streams; the other threads end after what they are in.
            _stopping = true;
            CloseAll(e);
            Wake();
        }
    }

    private void Serve(ISaliencyPredictor predictor)
    {
        var batch = new InferenceBatch(predictor.BatchSize);
        var leadership = new Leadership(_leading);
        Action handOver = leadership.HandOver;
        while (true)
        {
            leadership.Take();
            try
            {
                if (!Gather(batch, predictor)) return;
                Process(batch, predictor, handOver);
            }
            finally
            {
                handOver();
            }
        }
    }

    private void Process(InferenceBatch batch, ISaliencyPredictor predictor, Action handOver)
    {
        var turn = _order.Begin();
        try
        {
            try
            {
                _busy!.Begin();
                batch.Compute(predictor, handOver, _time);
            }
            finally
            {
                _busy!.End();
                handOver();
                _order.Await(turn);
            }
            batch.Deliver(_time);
        }
        finally
        {
            batch.Clear();
            _order.End();
        }
    }

    /// <summary>Waits for windows and takes them. False when the scheduler is to stop.</summary>
    private bool Gather(InferenceBatch batch, ISaliencyPredictor predictor)
    {
        while (!_stopping)
        {
            RetireFinished(predictor);
            Take(batch);
            if (batch.Count > 0)
            {
                WaitForMoreWindows(batch);
                return true;
            }
            _wake.WaitOne();
        }
        return false;
    }

    /// <summary>Takes windows of different streams, those first that are furthest behind their share.</summary>
    private void Take(InferenceBatch batch)
    {
        while (!batch.IsFull && Next(batch) is { } lane)
        {
            // A newer window may be taking this one's place right now.
            if (!lane.TryTake(out var request)) continue;
            _turns.Take(lane.Place!, _shares == NetworkShares.Motion ? WindowMotion.WeightOf(request.Step.Window) : 1);
            batch.Add(lane, request);
        }
    }

    private InferenceLane? Next(InferenceBatch batch)
    {
        InferenceLane? first = null;
        foreach (var lane in _lanes)
        {
            if (!lane.HasRoom || lane.Windows.Count == 0 || batch.Contains(lane)) continue;
            lane.Place ??= _turns.Join(lane.Priority);
            if (first is null || _turns.IsBefore(lane.Place, first.Place!)) first = lane;
        }
        return first;
    }

    /// <summary>Gives streams that are not ready yet a moment to join.</summary>
    private void WaitForMoreWindows(InferenceBatch batch)
    {
        var begun = _time.GetTimestamp();
        while (!batch.IsFull && batch.Count < _lanes.Length)
        {
            var left = BatchPatience - _time.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !_wake.WaitOne(left)) return;
            Take(batch);
        }
    }

    private void RetireFinished(ISaliencyPredictor predictor)
    {
        foreach (var lane in _lanes)
        {
            if (!lane.IsFinished) continue;
            predictor.Forget(lane.Id);
            lock (_lanesLock) _lanes = [.. _lanes.Where(other => other != lane)];
            lane.Maps.Complete();
        }
    }

    private void CloseAll(Exception cause)
    {
        lock (_lanesLock)
        {
            _failure ??= cause;
            foreach (var lane in _lanes) Close(lane, cause);
            _lanes = [];
        }
    }

    private static void Close(InferenceLane lane, Exception cause)
    {
        lane.Windows.Drain();
        lane.Maps.Complete(cause);
    }

    private void Wake() => _wake.Set();
}
