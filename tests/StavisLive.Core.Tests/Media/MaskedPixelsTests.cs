using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Media;

/// <summary>Every pixel that a mask touches is hidden, and no other.</summary>
public class MaskedPixelsTests
{
    private const int Width = 20;
    private const int Height = 14;

    [Fact]
    public void Of_EdgesBetweenPixels_TakesThePixelsThatAreTouched() =>
        Assert.Equal([new(1, 3, 5), new(2, 3, 5)], MaskedPixels.Of([Mask("0.35,0.15,0.4,0.15")], 10, 10));

    [Fact]
    public void Of_EdgesOnPixels_TakesNoneBeside() =>
        Assert.Equal([new(5, 4, 2), new(6, 4, 2)], MaskedPixels.Of([Mask("0.5,0.625,0.25,0.25")], 8, 8));

    [Fact]
    public void Of_SameAsPolygon_IsTheSame() => Assert.Equal(
        MaskedPixels.Of([Mask("0.25,0.2,0.5,0.6")], Width, Height), MaskedPixels.Of([Mask("0.25,0.8,0.75,0.8,0.75,0.2,0.25,0.2")], Width, Height));

    [Fact]
    public void Of_MasksThatOverlap_TakesNoPixelTwice()
    {
        var runs = MaskedPixels.Of([Mask("0,0,0.5,0.1"), Mask("0.3,0,0.4,0.1"), Mask("0.9,0,0.1,0.1")], 10, 10);

        Assert.Equal([new(0, 0, 7), new(0, 9, 1)], runs);
    }

    [Fact]
    public void Of_PolygonThatCrossesItself_LeavesNothingOpenInside()
    {
        // A pentagram in one stroke, whose middle its line goes round twice.
        var runs = MaskedPixels.Of([Mask("0.5,0,0.8,1,0,0.4,1,0.4,0.2,1")], 100, 100);

        Assert.Contains(runs, run => run.Row == 55 && run.Left <= 50 && run.Left + run.Width > 50);
    }

    [Fact]
    public void Of_Triangles_TakesExactlyThePixelsOfWhichTheyHideAPart()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var mask = new FrameMask { Polygon = [Corner(random), Corner(random), Corner(random)] };
            var hidden = new bool[Height, Width];
            foreach (var run in MaskedPixels.Of([mask], Width, Height))
            {
                for (var x = run.Left; x < run.Left + run.Width; x++) hidden[run.Row, x] = true;
            }

            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var area = AreaWithin(mask.Polygon, x, y);
                    // An edge that runs along a pixel's corner may count or not.
                    if (area is 0 or > 1e-9) Assert.True(hidden[y, x] == area > 0, $"{mask} in {x},{y}: {area}");
                }
            }
        }
    }

    private static FrameMask Mask(string text) => FrameMask.Parse(text)!;

    private static FramePoint Corner(Random random) => new(random.NextDouble(), random.NextDouble());

    // What is left of a convex polygon between a pixel's four sides: cut off one after the other (Sutherland and Hodgman, 1974).
    private static double AreaWithin(IEnumerable<FramePoint> corners, int column, int row)
    {
        List<(double X, double Y)> left = [.. corners.Select(corner => (corner.X * Width, corner.Y * Height))];
        left = Cut(left, point => point.X - column);
        left = Cut(left, point => column + 1 - point.X);
        left = Cut(left, point => point.Y - row);
        left = Cut(left, point => row + 1 - point.Y);
        return Math.Abs(left.Select((point, index) => (point, Next: left[(index + 1) % left.Count])).Sum(side => (side.point.X * side.Next.Y) - (side.Next.X * side.point.Y))) / 2;
    }

    private static List<(double X, double Y)> Cut(List<(double X, double Y)> corners, Func<(double X, double Y), double> inside)
    {
        List<(double X, double Y)> left = [];
        for (var index = 0; index < corners.Count; index++)
        {
            var (from, to) = (corners[index], corners[(index + 1) % corners.Count]);
            var (begin, end) = (inside(from), inside(to));
            if (begin >= 0) left.Add(from);
            if (begin * end < 0) left.Add((from.X + ((to.X - from.X) * begin / (begin - end)), from.Y + ((to.Y - from.Y) * begin / (begin - end))));
        }
        return left;
    }
}
