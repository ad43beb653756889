using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Tests.Synchronization;

public sealed class ClockTrackerTests
{
    private const double Reading = 0.02;

    private readonly ClockTracker _tracker = new();
    private readonly Random _random = new(1);

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    [InlineData(0)]
    public void Add_ReadingsThatComeLate_FindsTheDriftAndTheOffset(double ppm)
    {
        Follow(0, 300, own => (own / (1 + (ppm * 1e-6))) + 5);

        Assert.Equal(ppm, _tracker.DriftPpm!.Value, 2.0);
        // 2 ms late on average; a quarter of the readings less than 0.6 ms.
        Assert.InRange(_tracker.OffsetAt(300) + 300 - (300 / (1 + (ppm * 1e-6))) - 5, 0, 0.001);
    }

    [Fact]
    public void DriftPpm_FirstSeconds_IsNotTold()
    {
        Follow(0, 5, own => own);

        Assert.True(_tracker.IsKnown);
        Assert.Null(_tracker.DriftPpm);
    }

    [Fact]
    public void Add_SecondsOfAMachineThatHangs_AreNotBelieved()
    {
        Follow(0, 100, own => own);
        Follow(100, 103, own => own + 0.2);
        Follow(103, 105, own => own);

        Assert.InRange(_tracker.OffsetAt(105), -0.001, 0.001);
        Assert.InRange(_tracker.Rate, -3e-6, 3e-6);
    }

    [Fact]
    public void Add_SamplesWereLost_FollowsWithinSecondsAndKeepsTheRate()
    {
        Follow(0, 200, own => own * 1.0001);
        Follow(200, 207, own => (own * 1.0001) + 0.02);

        Assert.Equal(0.0207 + 0.02, _tracker.OffsetAt(207), 0.002);
        Assert.Equal(1e-4, _tracker.Rate, 2e-5);
    }

    [Fact]
    public void Add_RateChanges_IsForgottenAfterMinutes()
    {
        // A crystal that warms up.
        Follow(0, 300, own => own * 1.0001);
        Follow(300, 620, own => (300 * 1.0001) + ((own - 300) * 1.00013));

        Assert.Equal(1.3e-4, _tracker.Rate, 5e-6);
    }

    private void Follow(double from, double to, Func<double, double> observed)
    {
        for (var own = from; own < to; own += Reading)
        {
            var late = _random.Next(100) == 0 ? 0.05 : -0.002 * Math.Log(1 - _random.NextDouble());
            _tracker.Add(own, observed(own) + late);
        }
    }
}
