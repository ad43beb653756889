using OpenCvSharp;

namespace StavisLive.Media.Encoding.Trials;

/// <summary>Parts of a clip's pictures, for people to look at.</summary>
public static class TrialPicture
{
    /// <summary>A part of a picture as a PNG file, enlarged without smoothing.</summary>
    /// <param name="picture">As <see cref="TrialClip"/> has it. Borrowed.</param>
    /// <param name="width">Pixels per row of the whole picture.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="area">Which part; within the picture.</param>
    /// <param name="scale">How many times as large.</param>
    public static unsafe byte[] Crop(ReadOnlySpan<byte> picture, int width, int height, System.Drawing.Rectangle area, int scale)
    {
        fixed (byte* first = picture)
        {
            using var planes = Mat.FromPixelData(height * 3 / 2, width, MatType.CV_8UC1, (nint)first);
            using var colours = new Mat();
            Cv2.CvtColor(planes, colours, ColorConversionCodes.YUV2BGR_I420);
            using var part = new Mat(colours, new Rect(area.X, area.Y, area.Width, area.Height));
            using var large = new Mat();
            Cv2.Resize(part, large, new Size(area.Width * scale, area.Height * scale), 0, 0, InterpolationFlags.Nearest);
            Cv2.ImEncode(".png", large, out var bytes);
            return bytes;
        }
    }
}
