using CsCheck;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public class LatencyRecorderTests
{
    [Fact]
    public void Snapshot_Nothing_IsZero() => Assert.Equal((0, 0, 0), Of([]));

    [Fact]
    public void Snapshot_AnyDurations_IsWithinOnePercent() => Gen.Double[0.01, 5000].Array[1, 500].Sample(durations =>
    {
        var (p50, p95, p99) = Of(durations);
        var sorted = durations.Order().ToArray();
        Near(sorted, 0.50, p50);
        Near(sorted, 0.95, p95);
        Near(sorted, 0.99, p99);
    });

    [Fact]
    public void Snapshot_Maximum_IsExact()
    {
        var recorder = new LatencyRecorder();
        recorder.Record(TimeSpan.FromMilliseconds(3));
        recorder.Record(TimeSpan.FromMilliseconds(77.7));

        Assert.Equal(77.7, recorder.Snapshot().Max);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e9)]
    public void Record_BeyondItsRange_IsCounted(double milliseconds)
    {
        var recorder = new LatencyRecorder();
        recorder.Record(TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(1, recorder.Snapshot().Count);
    }

    private static void Near(double[] sorted, double share, double actual)
    {
        var expected = sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
        Assert.InRange(actual, expected * 0.99, expected * 1.01);
    }

    private static (double P50, double P95, double P99) Of(double[] milliseconds)
    {
        var recorder = new LatencyRecorder();
        foreach (var duration in milliseconds) recorder.Record(TimeSpan.FromMilliseconds(duration));
        var snapshot = recorder.Snapshot();
        return (snapshot.P50, snapshot.P95, snapshot.P99);
    }
}
