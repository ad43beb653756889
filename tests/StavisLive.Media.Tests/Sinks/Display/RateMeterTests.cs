using Microsoft.Extensions.Time.Testing;
using StavisLive.Media.Sinks.Display;

namespace StavisLive.Media.Tests.Sinks.Display;

public sealed class RateMeterTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(40, 25)]
    [InlineData(1000.0 / 60, 60)]
    [InlineData(4, 250)]
    [InlineData(1000, 1)]
    [InlineData(1600, 0.625)]
    public void Tick_EvenIntervals_TellsTheirRate(double milliseconds, double expected)
    {
        var meter = new RateMeter(_time);
        var rate = meter.Tick();
        Assert.Equal(0, rate);

        for (var tick = 0; tick < 300; tick++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            rate = meter.Tick();
        }

        Assert.Equal(expected, rate, expected / 100);
    }

    [Fact]
    public void Tick_RateChanges_IsFollowedWithinASecond()
    {
        var meter = new RateMeter(_time);
        for (var tick = 0; tick < 100; tick++)
        {
            meter.Tick();
            _time.Advance(TimeSpan.FromMilliseconds(20));
        }

        var rate = 0.0;
        for (var tick = 0; tick < 11; tick++)
        {
            rate = meter.Tick();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(10, rate, 0.5);
    }
}
