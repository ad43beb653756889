using StavisLive.Core.Media;
using StavisLive.Media.Rendering;

namespace StavisLive.Media.Tests.Rendering;

public sealed class SaliencyScaleTests
{
    private readonly SaliencyScale _scale = new();

    [Fact]
    public void Follow_FirstMap_SetsTheScaleAtOnce()
    {
        Follow(5000, mean: 0.2, maximum: 0.7);

        Assert.Equal(0.2, _scale.Floor, 1e-9);
        Assert.Equal(0.5, _scale.Range, 1e-9);
    }

    // After one time constant, 1 - 1/e of the way: up in a quarter of a second, down in two seconds.
    [Theory]
    [InlineData(0.2, 0.8, 250)]
    [InlineData(0.8, 0.2, 2000)]
    public void Follow_Change_IsApproachedWithItsTimeConstant(double from, double to, long milliseconds)
    {
        Follow(0, 0, from);

        Follow(milliseconds, 0, to);

        Assert.Equal(from + ((to - from) * (1 - Math.Exp(-1))), _scale.Range, 1e-9);
    }

    [Fact]
    public void Follow_FinerSteps_ComeToTheSame()
    {
        var coarse = new SaliencyScale();
        Follow(0, 0.1, 0.3);
        coarse.Follow(MediaTime.Zero, 0.1, 0.3);

        for (var time = 10; time <= 400; time += 10) Follow(time, 0.2, 0.9);
        coarse.Follow(MediaTime.FromMilliseconds(400), 0.2, 0.9);

        Assert.Equal(coarse.Range, _scale.Range, 1e-9);
        Assert.Equal(coarse.Floor, _scale.Floor, 1e-9);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(400)]
    public void Follow_TimeThatDoesNotAdvance_LeavesTheScale(long next)
    {
        Follow(1000, 0.1, 0.5);

        Follow(next, 0.4, 0.9);

        Assert.Equal(0.1, _scale.Floor, 1e-9);
        Assert.Equal(0.4, _scale.Range, 1e-9);
    }

    [Fact]
    public void Reset_NextMap_SetsTheScaleAlone()
    {
        Follow(0, 0.1, 0.5);

        _scale.Reset();
        Follow(40, 0.3, 0.9);

        Assert.Equal(0.6, _scale.Range, 1e-9);
    }

    [Theory]
    [InlineData(0, false)] // black
    [InlineData(0.5, false)] // grey
    public void StandsOut_FlatMap_NothingDoes(double level, bool expected)
    {
        Follow(0, level, level);

        Assert.Equal(expected, _scale.IsDistinct(level));
        Assert.True(_scale.Range > 0);
    }

    [Fact]
    public void StandsOut_PeakOfALivelyMap_Does()
    {
        Follow(0, 0.1, 0.5);

        Assert.True(_scale.IsDistinct(0.5));
        Assert.False(_scale.IsDistinct(0.12));
    }

    private void Follow(long milliseconds, double mean, double maximum) =>
        _scale.Follow(MediaTime.FromMilliseconds(milliseconds), mean, maximum);
}
