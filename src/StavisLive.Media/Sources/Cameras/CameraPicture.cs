using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Cameras;

/// <summary>A camera's picture as the frame that it becomes.</summary>
internal static class CameraPicture
{
    /// <summary>Copies it into a frame; that of a monochrome camera in grey.</summary>
    /// <param name="picture">As OpenCV gives it; borrowed.</param>
    /// <param name="frames">Where the frame comes from, of the same size.</param>
    /// <param name="camera">The camera's name, for people.</param>
    /// <exception cref="SourceException">Its pixels are of another kind.</exception>
    public static VideoFrame Copy(Mat picture, FramePool frames, string camera)
    {
        var isGrey = picture.Type() == MatType.CV_8UC1;
        if (!isGrey && picture.Type() != MatType.CV_8UC3)
            throw new SourceException($"Camera {camera} gives pictures of the kind {picture.Type()}, which cannot be read here. Choose another format with `source.cameraFormat`.");
        var frame = frames.Rent();
        using var target = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, frame.Address);
        if (isGrey) Cv2.CvtColor(picture, target, ColorConversionCodes.GRAY2BGR);
        else picture.CopyTo(target);
        return frame;
    }
}
