using StavisLive.Media.Sources.Colours;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Colours;

public sealed class YuvToBgrTests
{
    // Half a level of rounding, and what the factors' parts leave out: a 30th of a level each.
    private const double Tolerance = 0.7;

    // Both round.
    private const int ToleranceToFfmpeg = 1;

    public static TheoryData<double, double, bool> AllColours => new()
    {
        { 0.299, 0.114, false }, { 0.299, 0.114, true },
        { 0.2126, 0.0722, false }, { 0.2126, 0.0722, true },
        { 0.2627, 0.0593, false }, { 0.2627, 0.0593, true },
    };

    [Theory]
    [MemberData(nameof(AllColours))]
    public void Convert_AnyLevels_AreWhatTheStandardSays(double redShare, double blueShare, bool isFullRange)
    {
        var colours = new YuvColours(redShare, blueShare, isFullRange);
        foreach (var (width, height) in new[] { (64, 48), (33, 17), (50, 31), (15, 2), (1, 1), (2, 3) })
        {
            var planes = Noise(width, height);

            var pixels = Convert(planes, width, height, colours);

            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var (blue, green, red) = Exact(planes, width, height, x, y, colours);
                    var at = (y * width + x) * 3;
                    Assert.Equal(blue, pixels[at], Tolerance);
                    Assert.Equal(green, pixels[at + 1], Tolerance);
                    Assert.Equal(red, pixels[at + 2], Tolerance);
                }
            }
        }
    }

    [Theory]
    [InlineData("bt601", "tv", 64, 48)]
    [InlineData("bt601", "pc", 33, 17)]
    [InlineData("bt709", "tv", 33, 17)]
    [InlineData("bt709", "pc", 64, 48)]
    [InlineData("bt2020", "tv", 51, 31)]
    [InlineData("bt2020", "pc", 50, 30)]
    public async Task Convert_FlatColourDifferences_IsWhatFfmpegMakesOfThem(string matrix, string range, int width, int height)
    {
        // One pair of differences for the whole picture: where they lie between pixels does not matter, on which ffmpeg's ways differ.
        foreach (var (u, v) in new (byte, byte)[] { (128, 128), (90, 160), (200, 110), (60, 70), (16, 240), (240, 16) })
        {
            var planes = Noise(width, height);
            // Where all of them are far out, ffmpeg's sums run over.
            foreach (ref var luma in planes.AsSpan(0, width * height)) luma = Math.Clamp(luma, (byte)16, (byte)235);
            planes.AsSpan(width * height, Half(width) * Half(height)).Fill(u);
            planes.AsSpan(width * height + Half(width) * Half(height)).Fill(v);

            var pixels = Convert(planes, width, height, ColoursOf(matrix, range));

            var expected = await TestClip.RunAsync(
                [
                    "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{width}x{height}", "-i", "pipe:0",
                    "-vf", $"scale=in_color_matrix={matrix}:in_range={range}:flags=accurate_rnd+full_chroma_int", "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1",
                ],
                planes);
            Assert.Equal(expected.Length, pixels.Length);
            for (var at = 0; at < pixels.Length; at++) Assert.InRange(pixels[at], expected[at] - ToleranceToFfmpeg, expected[at] + ToleranceToFfmpeg);
        }
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(126, 128)]
    [InlineData(235, 255)]
    [InlineData(255, 255)]
    [InlineData(0, 0)]
    public void Convert_Grey_HasNoColour(byte luma, byte expected)
    {
        var planes = new byte[YuvToBgr.BytesOf(33, 3)];
        planes.AsSpan().Fill(128);
        planes.AsSpan(0, 33 * 3).Fill(luma);

        Assert.All(Convert(planes, 33, 3, ColoursOf("bt709", "tv")), level => Assert.Equal(expected, level));
    }

    [Fact]
    public void Convert_TooFewBytes_IsRefused()
    {
        var conversion = new YuvToBgr(ColoursOf("bt709", "tv"));

        Assert.Throws<ArgumentOutOfRangeException>(() => conversion.Convert(new byte[YuvToBgr.BytesOf(5, 3) - 1], 5, 3, new byte[45]));
        Assert.Throws<ArgumentOutOfRangeException>(() => conversion.Convert(new byte[YuvToBgr.BytesOf(5, 3)], 5, 3, new byte[44]));
    }

    private static byte[] Convert(byte[] planes, int width, int height, YuvColours colours)
    {
        var pixels = new byte[width * height * 3];
        new YuvToBgr(colours).Convert(planes, width, height, pixels);
        return pixels;
    }

    private static YuvColours ColoursOf(string matrix, string range)
    {
        var (red, blue) = matrix switch { "bt601" => (0.299, 0.114), "bt709" => (0.2126, 0.0722), _ => (0.2627, 0.0593) };
        return new YuvColours(red, blue, range == "pc");
    }

    // ITU-T H.273, equations 41 to 56, turned round.
    private static (double Blue, double Green, double Red) Exact(byte[] planes, int width, int height, int x, int y, YuvColours colours)
    {
        var at = width * height + y / 2 * Half(width) + x / 2;
        var (black, lumaLevels, differenceLevels) = colours.IsFullRange ? (0, 255.0, 255.0) : (16, 219.0, 224.0);
        var luma = (planes[y * width + x] - black) / lumaLevels;
        var blue = luma + 2 * (1 - colours.BlueShare) * ((planes[at] - 128) / differenceLevels);
        var red = luma + 2 * (1 - colours.RedShare) * ((planes[at + Half(width) * Half(height)] - 128) / differenceLevels);
        var green = (luma - colours.BlueShare * blue - colours.RedShare * red) / (1 - colours.BlueShare - colours.RedShare);
        return (Level(blue), Level(green), Level(red));
    }

    private static double Level(double light) => Math.Clamp(255 * light, 0, 255);

    private static byte[] Noise(int width, int height)
    {
        var planes = new byte[width * height + 2 * Half(width) * Half(height)];
        new Random(width).NextBytes(planes);
        return planes;
    }

    private static int Half(int side) => (side + 1) / 2;
}
