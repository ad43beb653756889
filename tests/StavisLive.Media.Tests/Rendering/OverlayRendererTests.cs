using StavisLive.Core.Media;
using StavisLive.Media.Rendering;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Rendering;

public sealed class OverlayRendererTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.37f)]
    [InlineData(1f)]
    public void Render_FlatMap_ChangesNothing(float level)
    {
        using var picture = TestResults.Picture(333, 251);

        Assert.Equal(picture.Pixels.ToArray(), Render(picture, Enumerable.Repeat(level, SaliencyMap.Length).ToArray()));
    }

    [Fact]
    public void Render_Peak_ColoursItAndLeavesTheRestAndThePictureItself()
    {
        using var picture = TestResults.Picture(640, 360);
        var before = picture.Pixels.ToArray();

        var overlay = Render(picture, TestResults.Blob(30, 80));

        Assert.Equal(before, picture.Pixels.ToArray());
        var changed = Changed(before, overlay, 640).ToList();
        Assert.NotEmpty(changed);
        // The blob is gone 25 cells away from its middle: 143 columns and 80 rows.
        Assert.All(changed, at => Assert.True(Math.Abs(at.X - 174) < 143 && Math.Abs(at.Y - 259) < 80, $"({at.X}, {at.Y}) changed"));
        // Turbo's end is a dark red; at 60 % over 150 it has more red than green and blue.
        var (blue, green, red) = Pixel(overlay, 640, 174 + 16, 259);
        Assert.True(red > green && red > blue, $"({blue}, {green}, {red}) is not red");
    }

    [Theory]
    [InlineData(333, 251, 55, 55)]
    [InlineData(333, 251, 3, 108)]
    [InlineData(64, 47, 100, 20)]
    [InlineData(1280, 720, 20, 90)]
    public void Render_OpacityZero_RingsThePeakAndNothingElse(int width, int height, int x, int y)
    {
        using var picture = TestResults.Picture(width, height);
        var before = picture.Pixels.ToArray();

        var overlay = Render(picture, TestResults.Blob(x, y), new OverlayOptions { Opacity = 0 });

        // A whole ring's middle is the peak's; one that the picture's edge cuts is still centred along the edge.
        var ring = Changed(before, overlay, width).ToList();
        var (left, right) = (ring.Min(at => at.X), ring.Max(at => at.X));
        var (top, bottom) = (ring.Min(at => at.Y), ring.Max(at => at.Y));
        if (left > 0 && right < width - 1) Assert.Equal(((x + 0.5) / 112 * width) - 0.5, (left + right) / 2.0, 1.0);
        if (top > 0 && bottom < height - 1) Assert.Equal(((y + 0.5) / 112 * height) - 0.5, (top + bottom) / 2.0, 1.0);
        Assert.True(right - left <= Math.Max(20, height / 12.0), "The ring is no small one.");
    }

    [Fact]
    public void Render_PeakBetweenCells_RingFollowsIt()
    {
        using var picture = TestResults.Picture(1120, 1120);
        var before = picture.Pixels.ToArray();

        var overlay = Render(picture, TestResults.Blob(50.4, 60.75), new OverlayOptions { Opacity = 0 });

        var ring = Changed(before, overlay, 1120).ToList();
        Assert.Equal(((50.4 + 0.5) * 10) - 0.5, (ring.Min(at => at.X) + ring.Max(at => at.X)) / 2.0, 1.0);
        Assert.Equal(((60.75 + 0.5) * 10) - 0.5, (ring.Min(at => at.Y) + ring.Max(at => at.Y)) / 2.0, 1.0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(111, 111)]
    [InlineData(0, 111)]
    public void Render_PeakInACorner_StaysInThePicture(int x, int y)
    {
        using var picture = TestResults.Picture(65, 49);

        Assert.NotEqual(picture.Pixels.ToArray(), Render(picture, TestResults.Blob(x, y)));
    }

    [Fact]
    public void Render_OnePixel_IsAPicture()
    {
        using var picture = TestResults.Picture(1, 1);

        Assert.Equal(3, Render(picture, TestResults.Blob(55, 55)).Length);
    }

    [Fact]
    public void Render_SizeChanges_FollowsIt()
    {
        using var renderer = new OverlayRenderer(new OverlayOptions());
        using var map = Map(TestResults.Blob(55, 55));
        foreach (var (width, height) in new[] { (64, 48), (333, 251), (16, 16) })
        {
            using var picture = TestResults.Picture(width, height);
            var overlay = renderer.Render(picture, map, MediaTime.Zero);
            Assert.Equal((width, height), (overlay.Width, overlay.Height));
            Assert.True(overlay.IsContinuous());
        }
    }

    private static byte[] Render(VideoFrame picture, float[] values, OverlayOptions? options = null)
    {
        using var renderer = new OverlayRenderer(options ?? new OverlayOptions());
        using var map = Map(values);
        var overlay = renderer.Render(picture, map, MediaTime.Zero);
        Assert.Equal((picture.Width, picture.Height), (overlay.Width, overlay.Height));
        unsafe
        {
            return new Span<byte>(overlay.DataPointer, picture.Stride * picture.Height).ToArray();
        }
    }

    private static SaliencyMap Map(float[] values)
    {
        var map = SaliencyMap.Rent();
        values.CopyTo(map.Values);
        return map;
    }

    private static IEnumerable<(int X, int Y)> Changed(byte[] before, byte[] after, int width) =>
        Enumerable.Range(0, before.Length / 3)
            .Where(pixel => !before.AsSpan(pixel * 3, 3).SequenceEqual(after.AsSpan(pixel * 3, 3)))
            .Select(pixel => (pixel % width, pixel / width));

    private static (byte Blue, byte Green, byte Red) Pixel(byte[] picture, int width, int x, int y)
    {
        var at = ((y * width) + x) * 3;
        return (picture[at], picture[at + 1], picture[at + 2]);
    }
}
