using StavisLive.Core.Media;
using StavisLive.Server.History;

namespace StavisLive.Server.Tests.History;

public class RegionInWatchedTests
{
    private static readonly FrameArea RightHalf = new() { X = 0.5, Y = 0, Width = 0.5, Height = 1 };

    [Fact]
    public void Of_WholeFrameWatched_IsTheRegion() => Assert.Same(RightHalf, RegionInWatched.Of(RightHalf, null));

    [Theory]
    [InlineData(0.5, 0, 0.5, 1, 0, 0, 1, 1)]
    [InlineData(0.75, 0.5, 0.25, 0.5, 0.5, 0.5, 0.5, 0.5)]
    [InlineData(0, 0, 1, 1, 0, 0, 1, 1)]
    [InlineData(0.25, 0.25, 0.5, 0.5, 0, 0.25, 0.5, 0.5)]
    public void Of_PartWatched_IsMovedAndCut(double x, double y, double width, double height, double left, double top, double wide, double high) => Assert.Equal(
        new FrameArea { X = left, Y = top, Width = wide, Height = high },
        RegionInWatched.Of(new FrameArea { X = x, Y = y, Width = width, Height = height }, RightHalf));

    [Fact]
    public void Of_NothingOfItWatched_IsNothing() =>
        Assert.Null(RegionInWatched.Of(new FrameArea { X = 0, Y = 0, Width = 0.5, Height = 1 }, RightHalf));
}
