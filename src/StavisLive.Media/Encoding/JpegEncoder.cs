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

    /// <summary>Whether pictures whose pixels are no squares are stretched until they are, because a JPEG file is shown as if they were.</summary>
    /// <value>The default value is false: pictures keep their pixels.</value>
    public bool MakesPixelsSquare { get; init; }

    /// <inheritdoc />
    /// <exception cref="SinkException">OpenCV cannot be loaded.</exception>
    public byte[] Encode(VideoFrame frame)
    {
        if (OpenCv.Problem() is { } problem) throw new SinkException(problem);
        using var picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, frame.Address);
        using var canvas = new Mat();
        return Encode(Fit(picture, frame.PixelAspect, canvas));
    }

    /// <summary>Brings a picture to the size that its file is to have. Borrows it.</summary>
    /// <returns>The picture itself if it has that size; else the canvas.</returns>
    internal Mat Fit(Mat picture, PixelAspect aspect, Mat canvas)
    {
        var size = SizeOf(picture, aspect);
        if (size == picture.Size()) return picture;
        Cv2.Resize(picture, canvas, size, 0, 0, size.Width < picture.Width ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return canvas;
    }

    /// <summary>Makes a file of a picture as it is. Borrows it.</summary>
    internal static byte[] Encode(Mat picture)
    {
        Cv2.ImEncode(".jpg", picture, out var jpeg, Quality);
        return jpeg;
    }

    private Size SizeOf(Mat picture, PixelAspect aspect)
    {
        var (width, height) = MakesPixelsSquare ? aspect.Shown(picture.Width, picture.Height) : (picture.Width, picture.Height);
        return MaxWidth is { } most && width > most ? new Size(most, Math.Max(1, (int)Math.Round((double)height * most / width))) : new Size(width, height);
    }
}
