using System.Diagnostics;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Streaming;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>Measures steps of a predictor with one or more streams in their steady state.</summary>
/// <param name="predictor">The predictor; borrowed.</param>
/// <param name="newPictures">Pictures that are new to each step of a stream.</param>
internal sealed class StepBenchmark(SaliencyPredictor predictor, int newPictures)
{
    // Until a stream's caches are filled and the collector's generations have settled.
    private const int WarmUpRounds = StreamStem.StepsToSettle + 3;

    private readonly List<ProbeStream> _streams = [];
    private readonly LatencyRecorder _durations = new();
    private double _milliseconds;
    private long _maps;
    private long _allocated;

    /// <summary>Durations of the steps.</summary>
    public LatencyDistribution Durations => _durations.Snapshot();

    /// <summary>Time spent in steps for each map.</summary>
    public double MillisecondsPerMap => _milliseconds / _maps;

    /// <summary>Managed allocation of a step.</summary>
    public double AllocatedBytesPerStep => (double)_allocated / Durations.Count;

    /// <summary>Generation-2 collections during the steps.</summary>
    public int Gen2Collections { get; private set; }

    /// <summary>Growth of the process's memory with each stream beyond the first; null for one stream.</summary>
    public double? MemoryPerStream { get; private set; }

    /// <summary>Growth of the process's memory over the last nine tenths of the steps.</summary>
    public double MemoryGrowth { get; private set; }

    /// <summary>Megabytes of memory that the process has.</summary>
    public static double Memory
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Runs so many steps, the streams taking turns.</summary>
    public void Run(int streams, int steps, Action<int> progress)
    {
        AddStreams(streams);
        var collections = GC.CollectionCount(2);
        var settled = 0.0;
        for (var step = 0; step < steps; step++)
        {
            if (step == steps / 10) settled = Memory;
            Measure(Batch(step));
            progress(step + 1);
        }
        Gen2Collections = GC.CollectionCount(2) - collections;
        MemoryGrowth = Memory - settled;
        foreach (var stream in _streams)
        {
            predictor.Forget(stream.Window.StreamId);
            stream.Dispose();
        }
    }

    private void AddStreams(int count)
    {
        var first = 0.0;
        for (var stream = 0; stream < count; stream++)
        {
            _streams.Add(new ProbeStream(stream));
            for (var round = 0; round < WarmUpRounds; round++) Step([_streams[stream]]);
            if (stream == 0) first = Memory;
        }
        if (count > 1) MemoryPerStream = (Memory - first) / (count - 1);
    }

    private ProbeStream[] Batch(int step)
    {
        var size = Math.Min(predictor.BatchSize, _streams.Count);
        return [.. Enumerable.Range(0, size).Select(index => _streams[((step * size) + index) % _streams.Count])];
    }

    private void Measure(ProbeStream[] batch)
    {
        var (duration, allocated) = Step(batch);
        _durations.Record(duration);
        _milliseconds += duration.TotalMilliseconds;
        _allocated += allocated;
        _maps += batch.Length;
    }

    private (TimeSpan Duration, long Allocated) Step(ProbeStream[] batch)
    {
        foreach (var stream in batch) stream.Next(newPictures);
        NetworkWindow[] windows = [.. batch.Select(stream => stream.Window)];
        SaliencyMap[] maps = [.. batch.Select(_ => SaliencyMap.Rent())];
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var begun = Stopwatch.GetTimestamp();
        predictor.Predict(windows, maps, () => { });
        var result = (Stopwatch.GetElapsedTime(begun), GC.GetAllocatedBytesForCurrentThread() - allocated);
        foreach (var map in maps) map.Dispose();
        return result;
    }
}
