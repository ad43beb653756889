using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Media.Encoding;

namespace StavisLive.Media.Rendering;

/// <summary>Makes JPEG files of frames with their heat maps. Owns native pictures; not thread-safe, one per stream.</summary>
/// <param name="options">How the heat map looks.</param>
/// <param name="maxWidth">Most pixels of a row; wider pictures are made smaller.</param>
public sealed class OverlayPictures(OverlayOptions options, int maxWidth) : IDisposable
{
    private readonly OverlayRenderer _renderer = new(options);
    private readonly JpegEncoder _encoder = new() { MaxWidth = maxWidth, MakesPixelsSquare = true };
    private readonly Mat _fitted = new();

    /// <summary>One frame's.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <param name="map">Borrowed.</param>
    /// <param name="time">The frame's time; the heat map's scale follows it.</param>
    public byte[] Encode(VideoFrame picture, SaliencyMap map, MediaTime time)
    {
        using var pixels = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, picture.Address);
        // Before there is heat on it: a picture of 4K has 36 times the pixels of one that is 640 wide.
        return JpegEncoder.Encode(_renderer.Render(_encoder.Fit(pixels, picture.PixelAspect, _fitted), map, time));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _renderer.Dispose();
        _fitted.Dispose();
    }
}
