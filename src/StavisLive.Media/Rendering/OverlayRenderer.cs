using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>Paints a saliency map over its picture and rings its peak.</summary>
/// <remarks>
/// <para>
/// What lies at or below the stream's mean saliency stays as it was; from there strength and colour rise to the smoothed
/// running maximum (0.25 s up, 2 s down, in media time). A flat map changes nothing.
/// </para>
/// <para>Owns its native pictures and reuses them. Not thread-safe; one per stream.</para>
/// </remarks>
internal sealed class OverlayRenderer : IDisposable
{
    // The map's 112 cells grow fourfold by a cubic, which is smooth, and from there linearly, which is fast.
    private const int SmoothSide = 4 * SaliencyMap.Side;

    private readonly HeatBlend _blend;
    private readonly SaliencyScale _scale = new();
    private readonly Mat _map = new(SaliencyMap.Side, SaliencyMap.Side, MatType.CV_32FC1);
    private readonly Mat _levels = new(SaliencyMap.Side, SaliencyMap.Side, MatType.CV_8UC1);
    private readonly Mat _smooth = new();
    private readonly Mat _heat = new();
    private readonly Mat _canvas = new();

    public OverlayRenderer(OverlayOptions options) => _blend = new HeatBlend(options);

    /// <summary>Renders one frame.</summary>
    /// <param name="picture">Borrowed and left as it is.</param>
    /// <param name="map">Borrowed.</param>
    /// <param name="time">The frame's time; the scale follows it.</param>
    /// <returns>8-bit BGR of the picture's size, without padding; this renderer's own, valid until its next call.</returns>
    public Mat Render(VideoFrame picture, SaliencyMap map, MediaTime time)
    {
        using var pixels = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, picture.Address);
        return Render(pixels, map, time);
    }

    /// <summary>The same of a picture that OpenCV holds: 8-bit BGR without padding.</summary>
    public unsafe Mat Render(Mat picture, SaliencyMap map, MediaTime time)
    {
        map.Values.CopyTo(new Span<float>(_map.DataPointer, SaliencyMap.Length));
        Cv2.MinMaxLoc(_map, out _, out double peak, out _, out var peakCell);
        _scale.Follow(time, Cv2.Mean(_map).Val0, peak);

        _map.ConvertTo(_levels, MatType.CV_8UC1, 255 / _scale.Range, -255 * _scale.Floor / _scale.Range);
        Cv2.Resize(_levels, _smooth, new Size(SmoothSide, SmoothSide), 0, 0, InterpolationFlags.Cubic);
        var (width, height, stride) = (picture.Width, picture.Height, 3 * picture.Width);
        Cv2.Resize(_smooth, _heat, new Size(width, height), 0, 0, InterpolationFlags.Linear);

        _canvas.Create(height, width, MatType.CV_8UC3);
        for (var y = 0L; y < height; y++)
        {
            _blend.BlendRow(
                new ReadOnlySpan<byte>(picture.DataPointer + y * stride, stride),
                new ReadOnlySpan<byte>(_heat.DataPointer + y * width, width),
                new Span<byte>(_canvas.DataPointer + y * stride, stride));
        }
        if (_scale.IsDistinct(peak)) PeakMarker.Draw(_canvas, map.Values, peakCell);
        return _canvas;
    }

    /// <summary>Forgets the frames before, because the next one has nothing to do with them.</summary>
    public void Reset() => _scale.Reset();

    /// <inheritdoc />
    public void Dispose()
    {
        _map.Dispose();
        _levels.Dispose();
        _smooth.Dispose();
        _heat.Dispose();
        _canvas.Dispose();
    }
}
