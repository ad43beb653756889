using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Synchronization;

public sealed class SyncMeasurementTests
{
    private static readonly double[] Irregular = [0.8, 2.8, 5.4, 6.8, 10.0, 12.8, 14.8, 17.4];

    [Theory]
    [InlineData(0.04)]
    [InlineData(-0.3)]
    [InlineData(1.9)]
    [InlineData(-2.5)]
    public void Of_EventsAtIrregularTimes_FindsTheirOffset(double offset)
    {
        var random = new Random(1);
        // A picture shows a flash up to a picture's time late; one beep was missed, and a door fell shut.
        var flashes = Irregular.Select(time => time + (random.NextDouble() * 0.04)).ToArray();
        var sounds = Irregular.Where(time => time != 5.4).Append(8.3).Order().Select(time => time + offset + 0.02).ToArray();

        var measured = SyncMeasurement.Of(flashes, sounds)!;

        Assert.Equal(offset * 1000, measured.OffsetMilliseconds, 15.0);
        Assert.Equal((8, 8, 7), (measured.Flashes, measured.Sounds, measured.Pairs));
        Assert.InRange(measured.SpreadMilliseconds, 1, 20);
        Assert.Null(measured.DriftPpm);
    }

    [Fact]
    public void Of_EventsOfEverySecond_TakesTheNearestFit()
    {
        var flashes = Enumerable.Range(0, 10).Select(second => (double)second).ToArray();

        Assert.Equal(-200, SyncMeasurement.Of(flashes, [.. flashes.Select(time => time + 0.8)])!.OffsetMilliseconds, 1.0);
    }

    [Fact]
    public void Of_MinutesOfEvents_TellsTheDrift()
    {
        var flashes = Enumerable.Range(0, 20).SelectMany(cycle => Irregular[..5].Select(time => (cycle * 12) + time)).ToArray();

        var measured = SyncMeasurement.Of(flashes, [.. flashes.Select(time => time + 0.05 + (time * 150e-6))])!;

        Assert.Equal(150, measured.DriftPpm!.Value, 1.0);
    }

    [Fact]
    public void Of_NothingBelongsTogether_IsNull()
    {
        Assert.Null(SyncMeasurement.Of([1, 2.3, 4.1, 7, 9.5], [20, 30, 40]));
        Assert.Null(SyncMeasurement.Of([], [1]));
        Assert.Null(SyncMeasurement.Of([1], []));
    }
}
