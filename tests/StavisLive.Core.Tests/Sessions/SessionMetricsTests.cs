using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sessions;
using StavisLive.Core.Tests.Diagnostics;

namespace StavisLive.Core.Tests.Sessions;

public sealed class SessionMetricsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Skip_EveryReason_IsDroppedAtItsStage()
    {
        using var meter = new RecordedMeter("skipping");
        var metrics = new SessionMetrics("skipping", _time);
        metrics.Skip(SkipReason.ModelBusy);
        metrics.Skip(SkipReason.ModelBusy);
        metrics.Skip(SkipReason.Interrupted, 5);
        metrics.Skip(SkipReason.SinkSlow("maps"));
        metrics.Skip(SkipReason.SinkSlowForAudio("overlay"));

        var summary = metrics.Summarize(default, default, interrupted: false, repeatedSlots: 0, sync: null, []);

        Assert.Equal(2, meter.Sum("stavis.frames.dropped network model-busy"));
        Assert.Equal(5, meter.Sum("stavis.frames.dropped publish interrupted"));
        Assert.Equal(1, meter.Sum("stavis.frames.dropped sink:maps sink-slow"));
        Assert.Equal(3, meter.Series.Count);
        Assert.Equal([("interrupted", 5), ("model-busy", 2), ("sink-slow:maps", 1), ("sink-slow:overlay:sound", 1)], summary.Skips.Select(skip => (skip.Key, (int)skip.Value)));
    }

    [Fact]
    public void MapAge_AfterAMap_GrowsFromItsFramesCapture()
    {
        var metrics = new SessionMetrics("ageing", _time);
        Assert.Null(metrics.MapAge);
        var capturedAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(0.3));

        metrics.CountFrameOut(capturedAt, TimeSpan.FromSeconds(0.3));

        Assert.Equal(0.3, metrics.MapAge!.Value.TotalSeconds, 1e-6);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2.3, metrics.MapAge!.Value.TotalSeconds, 1e-6);
    }
}
