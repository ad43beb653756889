using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Encoding.Foveated;

/// <summary>Pictures with the same fine pattern everywhere, which wanders; and how well an encoder kept each part of them.</summary>
internal sealed class MovingTexture(int width, int height, int count = 50)
{
    /// <summary>Where the quality is to be better: the middle.</summary>
    public (int Left, int Top, int Width, int Height) Focus { get; } = (width / 2 / 16 * 16 - 32, height / 2 / 16 * 16 - 32, 64, 64);

    public EncodedVideoFormat Format { get; init; } = new() { Width = width, Height = height, FrameRate = 25 };

    /// <summary>Better in the focus by so many steps of H.264's quantizer, and worse elsewhere.</summary>
    public RegionOfInterest[] Regions(int better = 8, int worse = 6) =>
    [
        new(Focus.Left, Focus.Top, Focus.Width, Focus.Height, -better / 51f), new(0, 0, width, height, worse / 51f),
    ];

    public async Task WriteAsync(IVideoEncoder encoder, RegionOfInterest[] regions)
    {
        for (var picture = 0; picture < count; picture++) await encoder.WriteAsync(Picture(picture), MediaTime.FromMilliseconds(picture * 40), regions);
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    /// <summary>Peak signal-to-noise ratio of luma, in decibels, in the focus and outside.</summary>
    public async Task<(double Focus, double Periphery)> QualityAsync(string path)
    {
        var (evenWidth, evenHeight) = (width + width % 2, height + height % 2);
        var pictures = await TestClip.RunAsync(["-i", path, "-map", "0:v", "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"], default);
        Assert.Equal(count, pictures.Length / (evenWidth * evenHeight));
        double focus = 0, periphery = 0;
        for (var picture = 0; picture < count; picture++)
        {
            var original = Picture(picture);
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    // ffmpeg's grey is of full range.
                    var difference = original[(y * width + x) * 3] - pictures[(picture * evenHeight + y) * evenWidth + x];
                    if (IsFocus(x, y)) focus += difference * difference;
                    else periphery += difference * difference;
                }
            }
        }
        var inFocus = (double)count * Focus.Width * Focus.Height;
        return (Decibels(focus / inFocus), Decibels(periphery / ((double)count * width * height - inFocus)));
    }

    /// <summary>Kilobits per second of the pictures alone.</summary>
    public async Task<double> RateAsync(string path)
    {
        var sizes = await TestClip.ProbeAsync("-select_streams v -show_entries packet=size", path);
        return sizes.Sum(size => long.Parse(size.Trim(','))) * 8 / 1000.0 / (count * 0.04);
    }

    private static double Decibels(double error) => 10 * Math.Log10(255 * 255 / Math.Max(error, 0.01));

    private bool IsFocus(int x, int y) => x >= Focus.Left && x < Focus.Left + Focus.Width && y >= Focus.Top && y < Focus.Top + Focus.Height;

    // Grey, with edges of every direction and some grain that moves along.
    private byte[] Picture(int number)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (x + number, y + number / 2);
                var wave = Math.Sin(u * 0.35) * Math.Cos(v * 0.28) + Math.Sin((u + v) * 0.9) * 0.5;
                var grain = ((u * 7349 ^ v * 9151) * 31 >> 3 & 31) - 16;
                pixels.AsSpan((y * width + x) * 3, 3).Fill((byte)Math.Clamp(128 + wave * 60 + grain, 0, 255));
            }
        }
        return pixels;
    }
}
