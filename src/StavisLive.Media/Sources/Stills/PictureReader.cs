using OpenCvSharp;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Sources.Stills;

/// <summary>Decodes picture files. Not thread-safe.</summary>
public sealed class PictureReader
{
    private FramePool? _frames;

    /// <summary>Reads a picture: eight bits, three channels, turned as the camera was held, whatever the file holds.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The picture in its own size; the caller releases it. Index and times are unset.</returns>
    /// <exception cref="SourceException">There is no such file, or it is no picture.</exception>
    public VideoFrame Read(string path) => Read(path, out _);

    /// <summary>The same, and how many pictures the file holds, of which this is the first.</summary>
    internal VideoFrame Read(string path, out int count)
    {
        LocalFile.CheckIsPlain(path);
        using var picture = PictureFile.Decode(path, ImreadModes.Color, out count);
        if (_frames is null || _frames.Width != picture.Width || _frames.Height != picture.Height) _frames = new FramePool(picture.Width, picture.Height);
        var frame = _frames.Rent();
        using var target = Mat.FromPixelData(picture.Height, picture.Width, MatType.CV_8UC3, frame.Address);
        picture.CopyTo(target);
        return frame;
    }
}
