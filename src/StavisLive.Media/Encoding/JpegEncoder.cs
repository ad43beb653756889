using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Diagnostics;

namespace StavisLive.Media.Encoding;

/// <summary>Makes JPEG files of frames. Thread-safe: it holds nothing between two pictures.</summary>
public sealed class JpegEncoder : IPictureEncoder
{
    // Good enough to look at: a third of the bytes of OpenCV's own choice of 95.
    private static readonly ImageEncodingParam[] Quality = [new(ImwriteFlags.JpegQuality, 85)];

    /// <summary>Most pixels of a row; wider pictures are made smaller, as they are squeezed and not cut.</summary>
    /// <value>The default value is null: pictures keep their size.</value>
    public int? MaxWidth { get; init; }

    /// <inheritdoc />
    /// <exception cref="SinkException">OpenCV cannot be loaded.</exception>
    public byte[] Encode(VideoFrame frame)
    {
        if (OpenCv.Problem() is { } problem) throw new SinkException(problem);
        using var picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, frame.Address);
        return Encode(picture);
    }

    /// <summary>The same of a picture that OpenCV holds. Borrows it.</summary>
    internal byte[] Encode(Mat picture)
    {
        byte[] jpeg;
        if (MaxWidth is { } width && picture.Width > width)
        {
            using var small = new Mat();
            Cv2.Resize(picture, small, new Size(width, Math.Max(1, (int)Math.Round((double)picture.Height * width / picture.Width))), 0, 0, InterpolationFlags.Area);
            Cv2.ImEncode(".jpg", small, out jpeg, Quality);
        }
        else
        {
            Cv2.ImEncode(".jpg", picture, out jpeg, Quality);
        }
        return jpeg;
    }
}
