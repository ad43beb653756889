using System.Diagnostics;
using System.Numerics.Tensors;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Inference;

/// <summary>Windows of different streams that are computed together. Owns the requests it holds; used by one thread alone.</summary>
/// <param name="capacity">Most windows.</param>
internal sealed class InferenceBatch(int capacity)
{
    private readonly InferenceLane[] _lanes = new InferenceLane[capacity];
    private readonly InferenceRequest[] _requests = new InferenceRequest[capacity];
    private readonly NetworkWindow[] _windows = new NetworkWindow[capacity];
    private readonly SaliencyMap?[] _maps = new SaliencyMap?[capacity];
    private long _begun;
    private TimeSpan _network;

    /// <summary>Windows in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no further window has a place.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>Whether it holds a window of this stream.</summary>
    public bool Contains(InferenceLane lane) => _lanes.AsSpan(0, Count).Contains(lane);

    /// <summary>Adds a window; takes ownership.</summary>
    public void Add(InferenceLane lane, InferenceRequest request)
    {
        (_lanes[Count], _requests[Count], _windows[Count]) = (lane, request, request.Step.Window);
        Count++;
    }

    /// <summary>Computes every window.</summary>
    /// <param name="predictor">The network.</param>
    /// <param name="handOver">Passed on to it.</param>
    /// <param name="time">Clock of the durations.</param>
    public void Compute(ISaliencyPredictor predictor, Action handOver, TimeProvider time)
    {
        for (var index = 0; index < Count; index++) _maps[index] = SaliencyMap.Rent();
        using var activity = StartActivity();
        _begun = time.GetTimestamp();
        try
        {
            predictor.Predict(_windows.AsSpan(0, Count), _maps.AsSpan(0, Count)!, handOver);
        }
        catch (Exception e)
        {
            activity.Fail(e);
            throw;
        }
        _network = time.GetElapsedTime(_begun);
        Instruments.NetworkSteps.Add(Count);
    }

    /// <summary>Hands every map to its stream.</summary>
    public void Deliver(TimeProvider time)
    {
        for (var index = 0; index < Count; index++)
        {
            var step = _requests[index].Step;
            if (!float.IsFinite(TensorPrimitives.Sum<float>(_maps[index]!.Values)))
            {
                _lanes[index].Fail(new InvalidDataException(
                    "The network computed a map that holds no numbers: its weights are damaged, or do not suit the precision (`model.precision=fp32` is the widest)."));
                continue;
            }
            var times = new StageTimes(_requests[index].Resize, time.GetElapsedTime(_requests[index].ReadyAt, _begun), _network);
            _lanes[index].Deliver(new ComputedMap(step.TargetSlot, _maps[index]!.Share(), step.Audio, step.State, times));
        }
    }

    /// <summary>Gives everything back; the batch is empty afterwards.</summary>
    public void Clear()
    {
        for (var index = 0; index < Count; index++)
        {
            _maps[index]?.Dispose();
            _maps[index] = null;
            InferenceRequest.Release(_requests[index]);
            _lanes[index].Settle();
        }
        Count = 0;
    }

    // A trace of its own that is linked to those of its streams: a step may serve several, and a run may last for months.
    private Activity? StartActivity()
    {
        if (!Telemetry.Activities.HasListeners()) return null;
        var lanes = _lanes.AsSpan(0, Count).ToArray();
        object source = Count == 1 ? lanes[0].Stream : Array.ConvertAll(lanes, lane => lane.Stream);
        return Telemetry.Activities.StartActivity(
            "stavis.network.step", ActivityKind.Internal, parentContext: default, [new("source", source), new("batch.size", Count)],
            lanes.Where(lane => lane.Run is not null).Select(lane => new ActivityLink(lane.Run!.Value)).ToArray());
    }
}
