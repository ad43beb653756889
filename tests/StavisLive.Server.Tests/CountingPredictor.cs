using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Server.Tests;

/// <summary>A network that gives another map every time.</summary>
internal sealed class CountingPredictor : ISaliencyPredictor
{
    private int _steps;

    public bool UsesAudio => false;

    public int BatchSize => 1;

    public int Concurrency => 1;

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        var step = Interlocked.Increment(ref _steps);
        foreach (var map in maps)
        {
            for (var cell = 0; cell < SaliencyMap.Length; cell++) map.Values[cell] = (cell * 31 + step * 17) % 997 / 996f;
        }
    }

    public void Forget(int streamId)
    {
    }

    public void Dispose()
    {
    }
}
