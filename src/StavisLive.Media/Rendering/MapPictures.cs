using OpenCvSharp;
using StavisLive.Core.Media;

namespace StavisLive.Media.Rendering;

/// <summary>Makes files and other sizes of maps.</summary>
public static class MapPictures
{
    /// <summary>A map as an 8-bit grey PNG file of 112x112, <c>round(255 p)</c>.</summary>
    /// <param name="map">The map, <c>[112, 112]</c>.</param>
    public static unsafe byte[] ToPng(ReadOnlySpan<float> map)
    {
        fixed (float* values = map)
        {
            using var whole = Mat.FromPixelData(SaliencyMap.Side, SaliencyMap.Side, MatType.CV_32FC1, (nint)values);
            using var grey = new Mat();
            whole.ConvertTo(grey, MatType.CV_8UC1, 255);
            Cv2.ImEncode(".png", grey, out var png);
            return png;
        }
    }

    /// <summary>Gives a map another size: smaller by the mean of what falls together, larger by straight lines between the cells.</summary>
    /// <param name="map">The map, <c>[112, 112]</c>.</param>
    /// <param name="result">Filled, <c>[height, width]</c>.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    public static unsafe void Resize(ReadOnlySpan<float> map, Span<float> result, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(map.Length, SaliencyMap.Length, nameof(map));
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, width * height, nameof(result));
        fixed (float* values = map, target = result)
        {
            using var whole = Mat.FromPixelData(SaliencyMap.Side, SaliencyMap.Side, MatType.CV_32FC1, (nint)values);
            using var resized = Mat.FromPixelData(height, width, MatType.CV_32FC1, (nint)target);
            var how = width < SaliencyMap.Side && height < SaliencyMap.Side ? InterpolationFlags.Area : InterpolationFlags.Linear;
            Cv2.Resize(whole, resized, new Size(width, height), 0, 0, how);
        }
    }
}
