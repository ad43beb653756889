using StavisLive.Core.Media;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Sources.Reconnection;

public sealed class ArrivalSyncTests
{
    private readonly SyncMonitor _monitor = new(TimeProvider.System);
    private readonly Random _random = new(1);

    [Fact]
    public void Learn_AudioOfAnotherPaceThanThePictures_TellsItsDriftAndOffset()
    {
        var sync = new ArrivalSync(_monitor);

        CreateResult(sync, from: 0, seconds: 120, lateness: at => 0.08 - (at * 100e-6));

        Assert.Equal(100, _monitor.Reading!.DriftPpm!.Value, 5.0);
        // Its stamps lie before the moment of its arrival.
        Assert.Equal(-80 + 12, _monitor.Reading.OffsetMilliseconds, 2.0);
    }

    [Fact]
    public void Learn_StampsRunBackwards_BeginsAnew()
    {
        var sync = new ArrivalSync(_monitor);
        CreateResult(sync, from: 1000, seconds: 60, lateness: _ => 0.08);

        CreateResult(sync, from: 0, seconds: 5, lateness: _ => 0.3);

        Assert.Null(_monitor.Reading!.DriftPpm);
        Assert.Equal(-300, _monitor.Reading.OffsetMilliseconds, 2.0);
    }

    private void CreateResult(ArrivalSync sync, double from, double seconds, Func<double, double> lateness)
    {
        for (var at = from; at < from + seconds; at += 0.02)
            sync.Learn(MediaTime.FromSeconds(at), MediaTime.FromSeconds(lateness(at) + (_random.NextDouble() * 0.005)));
    }
}
