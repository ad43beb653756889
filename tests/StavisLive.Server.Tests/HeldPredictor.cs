using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Server.Tests;

/// <summary>A network that can be held.</summary>
internal sealed class HeldPredictor : ISaliencyPredictor
{
    private readonly ManualResetEventSlim _goesOn = new(initialState: true);

    public bool UsesAudio => false;

    public int BatchSize => 1;

    public int Concurrency => 1;

    public void Hold() => _goesOn.Reset();

    public void GoOn() => _goesOn.Set();

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        if (!_goesOn.Wait(RunningServer.Patience)) throw new TimeoutException("Nobody let it go on.");
        foreach (var map in maps) Maps.Ramp.CopyTo(map.Values);
    }

    public void Forget(int streamId)
    {
    }

    public void Dispose() => _goesOn.Set();
}
