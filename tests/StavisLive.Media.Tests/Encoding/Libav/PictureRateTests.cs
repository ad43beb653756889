using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Media.Tests.Encoding.Libav;

public sealed class PictureRateTests
{
    [Fact]
    public void Note_PicturesAtAnotherRate_IsFoundWithinASecond()
    {
        var rate = new PictureRate(25);

        for (var picture = 0; picture < 5; picture++) rate.Note(MediaTime.FromMilliseconds(200));

        Assert.Equal(5, rate.PerSecond, 0.01);
    }

    [Fact]
    public void Note_TwoAtOnceAmongFew_AreNoRate()
    {
        var rate = new PictureRate(1);

        foreach (var step in new[] { 1000, 1, 999, 1000 })
        {
            rate.Note(MediaTime.FromMilliseconds(step));
            Assert.InRange(rate.PerSecond, 0.5, 2.5);
        }
    }
}
