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

    /// <summary>One frame's.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <param name="map">Borrowed.</param>
    /// <param name="time">The frame's time; the heat map's scale follows it.</param>
    public byte[] Encode(VideoFrame picture, SaliencyMap map, MediaTime time) =>
        _encoder.Encode(_renderer.Render(picture, map, time), picture.PixelAspect);

    /// <inheritdoc />
    public void Dispose() => _renderer.Dispose();
}
