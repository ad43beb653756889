using System.Drawing;
using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Media;

public class FrameAreaTests
{
    [Fact]
    public void Nearest_EdgesBetweenPixels_Rounds() =>
        Assert.Equal(new Rectangle(3, 1, 4, 2), Area(0.34, 0.14, 0.34, 0.14).Nearest(10, 10));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Nearest_LessThanAPixel_TakesOneWithinTheFrame(double x, double y) =>
        Assert.Equal(new Rectangle((int)x * 6, (int)y * 4, 1, 1), Area(x, y, 0.001, 0.001).Nearest(7, 5));

    [Theory]
    [InlineData("0.7,0,0.3,1", true)]
    [InlineData(" 0, 0, 1, 1", true)]
    [InlineData("0.7,0,0.31,1", false)]
    [InlineData("-0.1,0,0.5,1", false)]
    [InlineData("0,0,0,1", false)]
    [InlineData("0,0,NaN,1", false)]
    [InlineData("100,50,200,80", false)]
    public void IsWithinFrame_Area_HoldsOnlyWhereItHasPixelsThere(string text, bool expected) =>
        Assert.Equal(expected, FrameArea.Parse(text)!.IsWithinFrame);

    [Theory]
    [InlineData("")]
    [InlineData("0,0,1")]
    [InlineData("0,0,1,1,1")]
    [InlineData("0,0,1,b")]
    public void Parse_NotFourNumbers_GivesNull(string text) => Assert.Null(FrameArea.Parse(text));

    private static FrameArea Area(double x, double y, double width, double height) => new() { X = x, Y = y, Width = width, Height = height };
}
