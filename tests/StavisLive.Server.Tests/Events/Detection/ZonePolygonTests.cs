using StavisLive.Core.Media;
using StavisLive.Server.Events.Detection;

namespace StavisLive.Server.Tests.Events.Detection;

public sealed class ZonePolygonTests
{
    private static readonly FramePoint[] Square = [new(0.2, 0.2), new(0.6, 0.2), new(0.6, 0.6), new(0.2, 0.6)];

    // A dart: its third corner lies inside of the box around it.
    private static readonly FramePoint[] Dart = [new(0.1, 0.1), new(0.9, 0.5), new(0.1, 0.9), new(0.4, 0.5)];

    // Goes round its middle twice; filled by even and odd it would have a hole there.
    private static readonly FramePoint[] Star = [.. Enumerable.Range(0, 5).Select(corner => corner * 2 % 5 * Math.Tau / 5)
        .Select(angle => new FramePoint(0.5 + (0.4 * Math.Sin(angle)), 0.5 - (0.4 * Math.Cos(angle))))];

    [Theory]
    [InlineData(0.4, 0.4, true)]
    [InlineData(0.1, 0.4, false)]
    [InlineData(0.7, 0.4, false)]
    [InlineData(0.4, 0.1, false)]
    [InlineData(0.4, 0.7, false)]
    public void Contains_PlainPlaces_AreInOrOut(double x, double y, bool expected) => Assert.Equal(expected, ZonePolygon.Contains(Square, new(x, y)));

    [Theory]
    [InlineData(0.2, 0.4)]
    [InlineData(0.6, 0.4)]
    [InlineData(0.4, 0.2)]
    [InlineData(0.4, 0.6)]
    [InlineData(0.2, 0.2)]
    [InlineData(0.6, 0.2)]
    [InlineData(0.6, 0.6)]
    [InlineData(0.2, 0.6)]
    public void Contains_EveryEdgeAndCorner_IsInside(double x, double y) => Assert.True(ZonePolygon.Contains(Square, new(x, y)));

    [Theory]
    [InlineData(0.2, 0.5, false)]
    [InlineData(0.6, 0.5, true)]
    [InlineData(0.4, 0.5, true)]
    [InlineData(0.95, 0.5, false)]
    [InlineData(0.2, 0.2, true)]
    public void Contains_DentedShape_LeavesTheDentOut(double x, double y, bool expected) => Assert.Equal(expected, ZonePolygon.Contains(Dart, new(x, y)));

    [Fact]
    public void Contains_WhereItCrossesItself_NothingIsLeftOpen()
    {
        Assert.True(ZonePolygon.Contains(Star, new(0.5, 0.5)));
        Assert.True(ZonePolygon.Contains(Star, new(0.5, 0.15)));
        Assert.False(ZonePolygon.Contains(Star, new(0.5, 0.85)));
    }

    [Fact]
    public void Contains_EitherDirection_IsTheSame()
    {
        FramePoint[] turned = [.. Star.Reverse()];
        for (var step = 0; step < 10_000; step++)
        {
            var point = new FramePoint(step % 100 / 99.0, step / 100 / 99.0);
            Assert.Equal(ZonePolygon.Contains(Star, point), ZonePolygon.Contains(turned, point));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Contains_ManyPlaces_CoverTheShapesArea(int which)
    {
        const int side = 500;
        var shape = which == 0 ? Square : Dart;
        var inside = Enumerable.Range(0, side * side).Count(cell => ZonePolygon.Contains(shape, new((cell % side + 0.5) / side, (cell / side + 0.5) / side)));
        Assert.Equal(AreaOf(shape), inside / (double)(side * side), 0.003);
    }

    private static double AreaOf(FramePoint[] shape) =>
        Math.Abs(shape.Zip([.. shape[1..], shape[0]]).Sum(edge => (edge.First.X * edge.Second.Y) - (edge.Second.X * edge.First.Y))) / 2;
}
