using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public sealed class BusyAverageTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Busy_NobodyEverWas_IsNone()
    {
        var average = new BusyAverage(2, _time);
        Wait(60);

        Assert.Equal(0, average.Busy);
    }

    [Fact]
    public void Busy_AllForLong_IsAllAndThenFades()
    {
        var average = new BusyAverage(2, _time);
        average.Begin();
        average.Begin();
        Wait(5);
        Assert.Equal(2 * (1 - Math.Exp(-1)), average.Busy, 1e-9);
        Wait(60);
        Assert.Equal(2, average.Busy, 1e-4);

        average.End();
        average.End();
        Wait(5);
        Assert.Equal(2 * Math.Exp(-1), average.Busy, 1e-4);
        Wait(60);
        Assert.Equal(0, average.Busy, 1e-4);
    }

    [Fact]
    public void Busy_AThirdOfTheTime_IsAThird()
    {
        var average = new BusyAverage(1, _time);
        for (var step = 0; step < 1000; step++)
        {
            average.Begin();
            Wait(0.01);
            average.End();
            Wait(0.02);
        }

        Assert.Equal(1 / 3.0, average.Busy, 0.002);
    }

    [Fact]
    public void Busy_ReadOften_IsTheSame()
    {
        var average = new BusyAverage(1, _time);
        average.Begin();
        for (var read = 0; read < 500; read++)
        {
            _ = average.Busy;
            Wait(0.01);
        }

        Assert.Equal(1 - Math.Exp(-1), average.Busy, 1e-9);
    }

    private void Wait(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));
}
