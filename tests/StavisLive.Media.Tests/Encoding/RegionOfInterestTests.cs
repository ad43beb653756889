using StavisLive.Media.Encoding;

namespace StavisLive.Media.Tests.Encoding;

public class RegionOfInterestTests
{
    [Theory]
    [InlineData(-1f)]
    [InlineData(0f)]
    [InlineData(1f)]
    public void New_OffsetWithinItsRange_Kept(float offset) =>
        Assert.Equal(offset, new RegionOfInterest(0, 0, 16, 16, offset).QuantizerOffset);

    [Theory]
    [InlineData(0, 0, 16, 16, 1.01f)]
    [InlineData(0, 0, 16, 16, float.NaN)]
    [InlineData(-1, 0, 16, 16, 0f)]
    [InlineData(0, -1, 16, 16, 0f)]
    [InlineData(0, 0, 0, 16, 0f)]
    [InlineData(0, 0, 16, 0, 0f)]
    public void New_NoRectangleOrNoOffset_Refused(int left, int top, int width, int height, float offset) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegionOfInterest(left, top, width, height, offset));
}
