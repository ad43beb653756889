using StavisLive.Media.Encoding.Libav;

namespace StavisLive.Media.Tests.Encoding.Libav;

public sealed class BgrToYuvTests
{
    // A level of rounding, and half of one of what the eight bits of the factors leave out.
    private const double Tolerance = 1.5;

    [Theory]
    [InlineData(64, 48)]
    [InlineData(33, 17)]
    [InlineData(50, 31)]
    [InlineData(15, 2)]
    [InlineData(1, 1)]
    public unsafe void Convert_AnySize_IsWhatBt709Says(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        new Random(7).NextBytes(pixels);
        var (evenWidth, evenHeight) = (BgrToYuv.Even(width), BgrToYuv.Even(height));
        var luma = new byte[evenWidth * evenHeight];
        var (blue, red) = (new byte[luma.Length / 4], new byte[luma.Length / 4]);
        fixed (byte* first = luma, second = blue, third = red)
            BgrToYuv.Convert(pixels, width, height, new((nint)first, evenWidth), new((nint)second, evenWidth / 2), new((nint)third, evenWidth / 2));

        for (var y = 0; y < evenHeight; y++)
        {
            for (var x = 0; x < evenWidth; x++)
            {
                var (r, g, b) = At(x, y);
                Assert.Equal(16 + 219 / 255.0 * (0.2126 * r + 0.7152 * g + 0.0722 * b), luma[y * evenWidth + x], Tolerance);
            }
        }
        for (var y = 0; y < evenHeight; y += 2)
        {
            for (var x = 0; x < evenWidth; x += 2)
            {
                var parts = new[] { At(x, y), At(x + 1, y), At(x, y + 1), At(x + 1, y + 1) };
                var (r, g, b) = (parts.Average(part => part.R), parts.Average(part => part.G), parts.Average(part => part.B));
                var grey = 0.2126 * r + 0.7152 * g + 0.0722 * b;
                Assert.Equal(128 + 224 / 255.0 * (b - grey) / 1.8556, blue[y / 2 * (evenWidth / 2) + x / 2], Tolerance);
                Assert.Equal(128 + 224 / 255.0 * (r - grey) / 1.5748, red[y / 2 * (evenWidth / 2) + x / 2], Tolerance);
            }
        }

        (double R, double G, double B) At(int x, int y)
        {
            var at = (Math.Min(y, height - 1) * width + Math.Min(x, width - 1)) * 3;
            return (pixels[at + 2], pixels[at + 1], pixels[at]);
        }
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(255, 235)]
    public unsafe void Convert_Grey_HasNoColour(byte level, byte expected)
    {
        var pixels = new byte[32 * 2 * 3];
        pixels.AsSpan().Fill(level);
        var planes = new byte[32 * 2 * 3 / 2];
        fixed (byte* first = planes) BgrToYuv.Convert(pixels, 32, 2, new((nint)first, 32), new((nint)first + 64, 16), new((nint)first + 80, 16));

        Assert.All(planes[..64], value => Assert.Equal(expected, value));
        Assert.All(planes[64..], value => Assert.Equal(128, value));
    }
}
