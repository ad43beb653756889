using StavisLive.Core.Media;
using StavisLive.Server.Events.Detection;

namespace StavisLive.Server.Tests.Events.Detection;

public sealed class SpreadDetectorTests
{
    private readonly SpreadDetector _detector = new();
    private readonly List<long> _told = [];
    private long _now;

    [Fact]
    public void Step_EntropyJumps_IsToldAtOnceAndOnce()
    {
        Run(9, seconds: 20);
        Run(10.5, seconds: 5);
        Assert.Equal([20_000], _told);
    }

    [Fact]
    public void Step_EntropyRisesByLess_IsNotTold()
    {
        Run(9, seconds: 20);
        Run(9.99, seconds: 5);
        Assert.Empty(_told);
    }

    [Fact]
    public void Step_EntropyRisesSlowly_IsNotTold()
    {
        for (var step = 0; step < 1500; step++) Run(9 + (step * 0.002), seconds: 0.04);
        Assert.Empty(_told);
    }

    [Fact]
    public void Step_JumpsInARow_AreToldOnceInTenSeconds()
    {
        Run(9, seconds: 20);
        for (var turn = 0; turn < 10; turn++)
        {
            Run(11, seconds: 0.4);
            Run(9, seconds: 1.6);
        }
        // Every two seconds one; the next that is told is the first after ten.
        Assert.Equal([20_000, 30_000], _told);
    }

    [Fact]
    public void Step_StaysUp_IsToldAgainOnlyAfterItCameDown()
    {
        Run(9, seconds: 20);
        Run(10.6, seconds: 3);
        // Not half of the way down from there, measured from the mean.
        Run(10.2, seconds: 0.2);
        Run(11.2, seconds: 8);
        Assert.Equal([20_000], _told);
        Run(9, seconds: 10);
        Run(11.5, seconds: 1);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public void Step_FirstSecond_TellsNothing()
    {
        Run(5, seconds: 0.5);
        Run(10, seconds: 5);
        Assert.Empty(_told);
    }

    [Fact]
    public void Step_AfterAGap_BeginsAnew()
    {
        Run(9, seconds: 20);
        _now += 5000;
        Run(12, seconds: 5);
        Assert.Empty(_told);
    }

    [Fact]
    public void Step_MeanOfTenSeconds_IsExponential()
    {
        Run(8, seconds: 60);
        // After ten seconds at 9 the mean has come 1 - 1/e of the way: 8.632.
        Run(9, seconds: 10);
        Run(9.60, seconds: 0.04);
        Assert.Empty(_told);
        Run(9.66, seconds: 0.04);
        Assert.Single(_told);
    }

    // A sample each 40 ms, from 0 on.
    private void Run(double entropy, double seconds)
    {
        for (var sample = 0; sample < Math.Round(seconds * 25); sample++)
        {
            if (_detector.Step(MediaTime.FromMilliseconds(_now), entropy, bits: 1)) _told.Add(_now);
            _now += 40;
        }
    }
}
