using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Server.History;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>A network that sees everybody look to the left and to the right in turn, ten seconds of the clock each.</summary>
internal sealed class AlternatingPredictor : ISaliencyPredictor
{
    public bool UsesAudio => false;

    public int BatchSize => 1;

    public int Concurrency => 1;

    /// <summary>Whether it sees them look to the left at that time.</summary>
    public static bool IsLeft(DateTimeOffset at) => AttentionClock.SlotOf(at) % 2 == 0;

    public void Predict(ReadOnlySpan<NetworkWindow> windows, ReadOnlySpan<SaliencyMap> maps, Action handOver)
    {
        var from = IsLeft(TimeProvider.System.GetUtcNow()) ? 10 : 80;
        foreach (var map in maps)
        {
            map.Values.Clear();
            for (var row = 40; row < 60; row++) map.Values.Slice(row * SaliencyMap.Side + from, 20).Fill(1);
        }
    }

    public void Forget(int streamId)
    {
    }

    public void Dispose()
    {
    }
}
