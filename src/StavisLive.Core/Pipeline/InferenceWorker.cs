using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>The one thread that runs the network, for all streams of the process in turn.</summary>
/// <remarks>
/// It makes, uses and disposes the predictor, runs no sink's code, and waits for no stream. If the predictor fails, every
/// stream fails with its cause: a picture with a frozen map is worse than an end.
/// </remarks>
public sealed class InferenceWorker : IAsyncDisposable
{
    private readonly Func<ISaliencyPredictor> _create;
    private readonly TimeProvider _time;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _lanesLock = new();
    private readonly TaskCompletionSource<bool> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InferenceLane[] _lanes = [];
    private Exception? _failure;
    private volatile bool _stopping;

    /// <param name="create">Makes the predictor, on the worker's thread.</param>
    /// <param name="time">Clock of the durations.</param>
    public InferenceWorker(Func<ISaliencyPredictor> create, TimeProvider time)
    {
        _create = create;
        _time = time;
        new Thread(Run) { Name = "inference", IsBackground = true }.Start();
    }

    /// <summary>Done when the predictor is there: whether it listens. Fails with the cause if it cannot be made.</summary>
    public Task<bool> Ready => _ready.Task;

    /// <summary>Stops after the map under way and disposes the predictor.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        Wake();
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>A way for one more stream.</summary>
    internal InferenceLane Open(bool isLive, Action<NetworkJob> dropped)
    {
        var lane = new InferenceLane(isLive, dropped, Wake);
        lock (_lanesLock)
        {
            if (_failure is not null || _stopping) Close(lane, _failure ?? new ObjectDisposedException(nameof(InferenceWorker)));
            else _lanes = [.. _lanes, lane];
        }
        return lane;
    }

    private void Run()
    {
        try
        {
            using var predictor = _create();
            _ready.SetResult(predictor.UsesSound);
            Serve(predictor);
            CloseAll(new ObjectDisposedException(nameof(InferenceWorker)));
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

    private void Serve(ISaliencyPredictor predictor)
    {
        while (!_stopping)
        {
            var worked = false;
            // A window of each stream in turn: none can hold the others up.
            foreach (var lane in _lanes)
            {
                if (lane.HasRoom && lane.Windows.TryRead(out var job))
                {
                    Compute(predictor, lane, job);
                    worked = true;
                }
                if (lane.Windows.IsFinished) Retire(lane);
            }
            if (!worked) _wake.WaitOne();
        }
    }

    private void Compute(ISaliencyPredictor predictor, InferenceLane lane, NetworkJob job)
    {
        var map = SaliencyMap.Rent();
        try
        {
            var begun = _time.GetTimestamp();
            predictor.Predict(job.Step.Window, map);
            var times = new StageTimes(job.Resize, _time.GetElapsedTime(job.ReadyAt, begun), _time.GetElapsedTime(begun));
            var computed = new ComputedMap(job.Step.TargetSlot, map.Share(), job.Step.Sound, job.Step.State, times);
            // There is room, and this thread is the only writer: it completes at once.
            _ = lane.Maps.WriteAsync(computed);
        }
        finally
        {
            map.Dispose();
            job.Step.Window.Dispose();
        }
    }

    private void Retire(InferenceLane lane)
    {
        lock (_lanesLock) _lanes = [.. _lanes.Where(other => other != lane)];
        lane.Maps.Complete();
    }

    private void CloseAll(Exception cause)
    {
        lock (_lanesLock)
        {
            _failure = cause;
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
