using StavisLive.Core.Media;

namespace StavisLive.Media.Tests.Sources;

/// <summary>What is kept of a frame.</summary>
internal sealed record CapturedFrame(
    long Index, MediaTime Time, long CapturedAt, int Width, int Height, string Hash, byte[] Pixels, PixelAspect PixelAspect)
{
    /// <summary>Blue, green, red at a pixel.</summary>
    public (int Blue, int Green, int Red) At(int x, int y)
    {
        var start = (y * Width + x) * 3;
        return (Pixels[start], Pixels[start + 1], Pixels[start + 2]);
    }
}
