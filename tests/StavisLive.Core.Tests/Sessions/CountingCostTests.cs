using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sessions;
using StavisLive.Core.Tests.Diagnostics;

namespace StavisLive.Core.Tests.Sessions;

/// <summary>What counting costs; other tests' listeners would be called on this thread, and allocate on it.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class CountingCostTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Count_EveryFrame_AllocatesNothing(bool isListenedTo)
    {
        var metrics = new SessionMetrics("thrifty", TimeProvider.System);
        using var meter = isListenedTo ? new SilentListener() : null;
        for (var warmUp = 0; warmUp < 100; warmUp++) CountAFrame(metrics);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var frame = 0; frame < 10_000; frame++) CountAFrame(metrics);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void CountAFrame(SessionMetrics metrics)
    {
        metrics.Resize.Record(TimeSpan.FromMilliseconds(1));
        metrics.CountFrameIn();
        metrics.Skip(SkipReason.ModelBusy);
        metrics.CountMapOut();
        metrics.CountAudioUnderrun();
        metrics.Wait.Record(TimeSpan.FromMilliseconds(1));
        metrics.Network.Record(TimeSpan.FromMilliseconds(1));
        metrics.CountFrameOut(1, TimeSpan.FromMilliseconds(100));
        _ = metrics.LastFrame;
        _ = metrics.MapAge;
    }
}
