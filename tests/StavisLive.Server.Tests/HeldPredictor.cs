using System.Collections.Concurrent;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Server.Tests;

/// <summary>A network that can keep streams that begin from their first maps.</summary>
internal sealed class HeldPredictor : ISaliencyPredictor
{
    private readonly ManualResetEventSlim _goesOn = new(initialState: true);
    private readonly ConcurrentDictionary<int, bool> _begun = [];

    public bool UsesAudio => false;

    public int BatchSize => 1;

    public int Concurrency => 1;

    /// <summary>Holds streams that begin from now on; one that has had maps goes on, and so can end.</summary>
    public void HoldNewStreams() => _goesOn.Reset();

    public void GoOn() => _goesOn.Set();

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        foreach (var window in windows)
        {
            if (!_begun.ContainsKey(window.StreamId) && !_goesOn.Wait(RunningServer.Patience)) throw new TimeoutException("Nobody let it go on.");
            _begun[window.StreamId] = true;
        }
        foreach (var map in maps) Maps.Ramp.CopyTo(map.Values);
    }

    public void Forget(int streamId)
    {
    }

    public void Dispose() => _goesOn.Set();
}
