using StavisLive.Core.Sources.Reconnection;

namespace StavisLive.Core.Tests.Sources.Reconnection;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(1, 0.2)]
    [InlineData(2, 0.4)]
    [InlineData(3, 0.5)]
    [InlineData(1_000_000, 0.5)]
    public void Before_Failures_DoublesUpToItsCapWithinHalf(int failures, double full)
    {
        var backoff = new Backoff(new Random(1));
        var times = Enumerable.Range(0, 200).Select(_ => backoff.Before(failures, wasRefused: false).TotalSeconds).ToArray();

        Assert.All(times, time => Assert.InRange(time, full / 2, full));
        // Spread, so that sources that were lost together don't come back together.
        Assert.InRange(times.Max() - times.Min(), full * 0.4, full / 2);
    }

    [Theory]
    [InlineData(2, 0.4)]
    [InlineData(149, 0.5)]
    [InlineData(150, 1)]
    [InlineData(153, 8)]
    [InlineData(154, 10)]
    [InlineData(1_000_000, 10)]
    public void Before_FailuresForMinutes_DoublesOn(int failures, double full)
    {
        var backoff = new Backoff(new Random(1)) { LongestLater = TimeSpan.FromSeconds(10) };

        Assert.All(Enumerable.Range(0, 200), _ => Assert.InRange(backoff.Before(failures, wasRefused: false).TotalSeconds, full / 2, full));
    }

    [Fact]
    public void Before_RefusedPassword_DoesNotLockTheAccount() =>
        Assert.InRange(new Backoff(new Random(1)).Before(0, wasRefused: true).TotalSeconds, 15, 30);
}
