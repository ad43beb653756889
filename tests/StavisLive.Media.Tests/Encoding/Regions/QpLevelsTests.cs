using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Media.Tests.Encoding.Regions;

public class QpLevelsTests
{
    [Fact]
    public void All_Eight_EvenlyOnEitherSideOfNothing() =>
        Assert.Equal([-8, -6, -4, -2, 0, 3, 7, 10], new QpLevels(-8, 10, 8).All.Select(level => (int)level));

    [Theory]
    [InlineData(-8, 10)]
    [InlineData(-16, 20)]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    public void Nearest_AnyDifference_IsALevelAndNoneIsNearer(int least, int largest)
    {
        var levels = new QpLevels(least, largest, 8);
        Assert.InRange(levels.All.Count, 1, 8);
        for (var delta = least; delta <= largest; delta++)
        {
            var distance = Math.Abs(levels.Nearest((sbyte)delta) - delta);
            Assert.Equal(levels.All.Min(level => Math.Abs(level - delta)), distance);
        }
    }
}
