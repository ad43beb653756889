using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Model.Tests.Inference.Benchmarking;

/// <summary>Computes nothing, one step at a time, while a clock goes on, and notes how many windows each step had.</summary>
internal sealed class BusyPredictor(int batchSize, FakeTimeProvider time) : ISaliencyPredictor
{
    /// <summary>What a step takes.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public List<int> Windows { get; } = [];

    public bool UsesAudio => true;

    public int BatchSize => batchSize;

    public int Concurrency => 1;

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        time.Advance(Step);
        handOver();
        Windows.Add(windows.Length);
    }

    public void Forget(int streamId)
    {
    }

    public void Dispose()
    {
    }
}
