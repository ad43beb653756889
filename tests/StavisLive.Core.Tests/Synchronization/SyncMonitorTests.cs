using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Synchronization;

public sealed class SyncMonitorTests
{
    [Fact]
    public void Reading_NoneForLong_IsForgotten()
    {
        var time = new FakeTimeProvider();
        var monitor = new SyncMonitor(time);
        Assert.Null(monitor.Reading);
        var reading = new SyncReading(-120, 35);

        monitor.Report(reading);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(reading, monitor.Reading);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(monitor.Reading);
    }
}
