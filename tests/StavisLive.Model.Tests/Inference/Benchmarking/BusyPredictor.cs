using System.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Model.Tests.Inference.Benchmarking;

/// <summary>Computes nothing for a fifth of a millisecond, as a graphics processor does one step at a time, and notes how long each step took.</summary>
internal sealed class BusyPredictor(int batchSize) : ISaliencyPredictor
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(0.2);

    public List<(int Windows, TimeSpan Duration)> Steps { get; } = [];

    public bool UsesAudio => true;

    public int BatchSize => batchSize;

    public int Concurrency => 1;

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < Step)
        {
        }
        handOver();
        Steps.Add((windows.Length, Stopwatch.GetElapsedTime(begun)));
    }

    public void Forget(int streamId)
    {
    }

    public void Dispose()
    {
    }
}
