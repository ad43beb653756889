using StavisLive.Core.Media;

namespace StavisLive.Core.Pipeline;

/// <summary>Windows of different streams that are computed together. Owns the jobs it holds; used by the worker's thread alone.</summary>
/// <param name="capacity">Most windows.</param>
internal sealed class InferenceBatch(int capacity)
{
    private readonly InferenceLane[] _lanes = new InferenceLane[capacity];
    private readonly NetworkJob[] _jobs = new NetworkJob[capacity];
    private readonly NetworkWindow[] _windows = new NetworkWindow[capacity];
    private readonly SaliencyMap[] _maps = new SaliencyMap[capacity];

    /// <summary>Windows in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no further window has a place.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>Whether it holds a window of this stream.</summary>
    public bool Contains(InferenceLane lane) => _lanes.AsSpan(0, Count).Contains(lane);

    /// <summary>Adds a window; takes ownership.</summary>
    public void Add(InferenceLane lane, NetworkJob job)
    {
        (_lanes[Count], _jobs[Count], _windows[Count]) = (lane, job, job.Step.Window);
        Count++;
    }

    /// <summary>Computes every window and hands its map to its stream; the batch is empty afterwards, whatever happens.</summary>
    public void Compute(ISaliencyPredictor predictor, TimeProvider time)
    {
        for (var index = 0; index < Count; index++) _maps[index] = SaliencyMap.Rent();
        try
        {
            var begun = time.GetTimestamp();
            predictor.Predict(_windows.AsSpan(0, Count), _maps.AsSpan(0, Count));
            var network = time.GetElapsedTime(begun);
            for (var index = 0; index < Count; index++) Hand(_lanes[index], _jobs[index], _maps[index], begun, network, time);
        }
        finally
        {
            for (var index = 0; index < Count; index++)
            {
                _maps[index].Dispose();
                NetworkJob.Release(_jobs[index]);
            }
            Count = 0;
        }
    }

    private static void Hand(InferenceLane lane, NetworkJob job, SaliencyMap map, long begun, TimeSpan network, TimeProvider time)
    {
        var times = new StageTimes(job.Resize, time.GetElapsedTime(job.ReadyAt, begun), network);
        // There is room, and the worker is the only writer: it completes at once.
        _ = lane.Maps.WriteAsync(new ComputedMap(job.Step.TargetSlot, map.Share(), job.Step.Sound, job.Step.State, times));
    }
}
