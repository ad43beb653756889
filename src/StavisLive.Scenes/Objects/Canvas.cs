using System.Numerics;

namespace StavisLive.Scenes.Objects;

/// <summary>A BGR picture to paint on. Pixel (x, y) has its centre at (x, y), as in OpenCV.</summary>
internal readonly ref struct Canvas(Span<byte> pixels, int width, int height)
{
    private readonly Span<byte> _pixels = pixels;

    /// <summary>The part of the picture within <paramref name="reach"/> of a point; right and bottom are exclusive.</summary>
    public (int Left, int Top, int Right, int Bottom) Around(Vector2 centre, float reach) => (
        Math.Max(0, (int)MathF.Floor(centre.X - reach)),
        Math.Max(0, (int)MathF.Floor(centre.Y - reach)),
        Math.Min(width, (int)MathF.Ceiling(centre.X + reach) + 1),
        Math.Min(height, (int)MathF.Ceiling(centre.Y + reach) + 1));

    /// <summary>Multiplies a pixel by 0..1.</summary>
    public void Dim(int x, int y, float factor)
    {
        var pixel = Pixel(x, y);
        var scale = (int)(factor * 256);
        pixel[0] = (byte)(pixel[0] * scale >> 8);
        pixel[1] = (byte)(pixel[1] * scale >> 8);
        pixel[2] = (byte)(pixel[2] * scale >> 8);
    }

    /// <summary>Lays a colour (blue, green, red; 0..255, more is cut off) over a pixel, covering 0..1 of it.</summary>
    public void Cover(int x, int y, Vector3 colour, float coverage)
    {
        var pixel = Pixel(x, y);
        var below = new Vector3(pixel[0], pixel[1], pixel[2]);
        Store(pixel, below + coverage * (Vector3.Min(colour, new Vector3(255)) - below));
    }

    /// <summary>Adds light to a pixel.</summary>
    public void Add(int x, int y, Vector3 light)
    {
        var pixel = Pixel(x, y);
        Store(pixel, new Vector3(pixel[0], pixel[1], pixel[2]) + light);
    }

    private Span<byte> Pixel(int x, int y) => _pixels.Slice((y * width + x) * 3, 3);

    private static void Store(Span<byte> pixel, Vector3 colour)
    {
        var rounded = Vector3.Min(colour + new Vector3(0.5f), new Vector3(255));
        pixel[0] = (byte)rounded.X;
        pixel[1] = (byte)rounded.Y;
        pixel[2] = (byte)rounded.Z;
    }
}
