using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public class RecentDurationsTests
{
    private readonly RecentDurations _durations = new();

    [Fact]
    public void Snapshot_Nothing_IsZero() => Assert.Equal(new LatencyDistribution(0, 0, 0, 0, 0), _durations.Snapshot());

    [Fact]
    public void Snapshot_Durations_AreOrdered()
    {
        foreach (var milliseconds in Enumerable.Range(1, 100).Reverse()) _durations.Record(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(new LatencyDistribution(100, 50, 95, 99, 100), _durations.Snapshot());
    }

    [Fact]
    public void Snapshot_WasSlowLongAgo_TellsOfNow()
    {
        for (var i = 0; i < 10_000; i++) _durations.Record(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 256; i++) _durations.Record(TimeSpan.FromMilliseconds(40));

        Assert.Equal(new LatencyDistribution(256, 40, 40, 40, 40), _durations.Snapshot());
    }
}
