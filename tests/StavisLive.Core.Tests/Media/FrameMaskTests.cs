using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Media;

public class FrameMaskTests
{
    [Theory]
    [InlineData("0.7,0,0.3,1", null)]
    [InlineData("0.7,0,0.31,1", "0.7,0,0.31,1 does not")]
    [InlineData("0,0,0,1", "0,0,0,1 does not")]
    [InlineData("0,0,NaN,1", "0,0,NaN,1 does not")]
    [InlineData("0,0,1,0,0,1", null)]
    [InlineData("0,0,1,0,0,1.1", "the corner 0,1.1 lies outside of the frame")]
    [InlineData("0,0,1,0,NaN,1", "the corner NaN,1 lies outside of the frame")]
    [InlineData("0,0,0.5,0.5,1,1", "the corners 0,0,0.5,0.5,1,1 lie on one line")]
    [InlineData("0,0,1,0,0,0,1,0", "the corners 0,0,1,0,0,0,1,0 lie on one line")]
    public void Problem_Mask_IsNullWhereItHidesSomethingOfTheFrame(string text, string? expected) =>
        Assert.Equal(expected, FrameMask.Parse(text)!.Problem);

    [Fact]
    public void Problem_RectangleAndPolygon_IsNotBoth() =>
        Assert.Contains("not both", new FrameMask { Width = 1, Height = 1, Polygon = [new(0, 0), new(1, 0), new(0, 1)] }.Problem);

    [Fact]
    public void Problem_TwoCorners_IsNoPolygon() => Assert.Contains("three corners", new FrameMask { Polygon = [new(0, 0), new(1, 0)] }.Problem);

    [Theory]
    [InlineData("")]
    [InlineData("0,0,1")]
    [InlineData("0,0,1,1,1")]
    [InlineData("0,0,1,1,0,1,1")]
    [InlineData("0,0,1,b")]
    public void Parse_NeitherAreaNorCorners_GivesNull(string text) => Assert.Null(FrameMask.Parse(text));
}
