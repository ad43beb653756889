using System.Collections.Concurrent;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Encoding.Foveated;

/// <summary>Pictures with the same fine pattern everywhere, which wanders; and how well an encoder kept each part of them.</summary>
internal sealed class MovingTexture(int width, int height, int count)
{
    // A prefilter's masks end softly, over a block.
    private const int Edge = 16;

    // Every texture of a size begins with the same pictures, and they take longer to draw than to encode.
    private static readonly ConcurrentDictionary<(int Number, int Width, int Height), byte[]> Drawn = new();

    private readonly byte[][] _pictures = [.. Enumerable.Range(0, count).Select(number => Drawn.GetOrAdd((number, width, height), Picture))];

    /// <summary>Where the quality is to be better: the middle.</summary>
    public (int Left, int Top, int Width, int Height) Focus { get; } = (width / 2 / 16 * 16 - 64, height / 2 / 16 * 16 - 64, 128, 128);

    public EncodedVideoFormat Format { get; init; } = new() { Width = width, Height = height, FrameRate = 25 };

    /// <summary>Milliseconds from one picture to the next.</summary>
    public int Interval { get; init; } = 40;

    /// <summary>Better in the focus by so many steps of H.264's quantizer, and worse elsewhere.</summary>
    public RegionOfInterest[] Regions(int better = 8, int worse = 6) =>
    [
        new(Focus.Left, Focus.Top, Focus.Width, Focus.Height, -better / 51f), new(0, 0, width, height, worse / 51f),
    ];

    /// <summary>One of the pictures as the program has it; the caller's.</summary>
    public VideoFrame Frame(int number)
    {
        var frame = new FramePool(width, height).Rent();
        _pictures[number].CopyTo(frame.Pixels);
        (frame.Index, frame.PresentationTime) = (number, MediaTime.FromMilliseconds(number * Interval));
        return frame;
    }

    public async Task WriteAsync(IVideoEncoder encoder, RegionOfInterest[] regions)
    {
        for (var picture = 0; picture < count; picture++) await encoder.WriteAsync(_pictures[picture], MediaTime.FromMilliseconds(picture * Interval), regions);
        Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
    }

    /// <summary>Peak signal-to-noise ratio of luma, in decibels, in the focus and outside; and kilobits per second of the pictures alone.</summary>
    public async Task<(double Focus, double Periphery, double Rate)> QualityAsync(string path)
    {
        var (evenWidth, evenHeight) = (width + width % 2, height + height % 2);
        // One program tells both: to start another one costs as much as to decode the clip.
        var packets = path + ".packets";
        var pictures = await TestClip.RunAsync(
            ["-i", path, "-map", "0:v", "-fps_mode", "passthrough", "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1", "-map", "0:v", "-c", "copy", "-f", "data", "-y", packets], default);
        Assert.Equal(count, pictures.Length / (evenWidth * evenHeight));
        double focus = 0, periphery = 0;
        long inFocus = 0, inPeriphery = 0;
        for (var picture = 0; picture < count; picture++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    // ffmpeg's grey is of full range.
                    var difference = _pictures[picture][(y * width + x) * 3] - pictures[(picture * evenHeight + y) * evenWidth + x];
                    if (IsFocus(x, y, -Edge)) (focus, inFocus) = (focus + difference * difference, inFocus + 1);
                    else if (!IsFocus(x, y, Edge)) (periphery, inPeriphery) = (periphery + difference * difference, inPeriphery + 1);
                }
            }
        }
        return (Decibels(focus / inFocus), Decibels(periphery / inPeriphery), new FileInfo(packets).Length * 8.0 / (count * Interval));
    }

    private static double Decibels(double error) => 10 * Math.Log10(255 * 255 / Math.Max(error, 0.01));

    private bool IsFocus(int x, int y, int more) =>
        x >= Focus.Left - more && x < Focus.Left + Focus.Width + more && y >= Focus.Top - more && y < Focus.Top + Focus.Height + more;

    // Grey, with edges of every direction, a pattern that moves along, and noise that doesn't.
    private static byte[] Picture((int Number, int Width, int Height) key)
    {
        var (number, width, height) = key;
        var pixels = new byte[width * height * 3];
        var random = new Random(number);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (u, v) = (x + number, y + number / 2);
                var wave = MathF.Sin(u * 0.35f) * MathF.Cos(v * 0.28f) + MathF.Sin((u + v) * 0.9f) * 0.5f;
                var grain = ((u * 7349 ^ v * 9151) * 31 >> 3 & 31) - 16 + random.Next(-4, 5);
                pixels.AsSpan((y * width + x) * 3, 3).Fill((byte)Math.Clamp(128 + wave * 60 + grain, 0, 255));
            }
        }
        return pixels;
    }
}
