using StavisLive.Core.Media;

namespace StavisLive.Scenes.Backgrounds;

/// <summary>A picture in memory: BGR bytes <c>[Height,Width,3]</c>.</summary>
public sealed record DecodedPicture(byte[] Pixels, int Width, int Height)
{
    /// <summary>A copy of a frame's picture; the frame is borrowed.</summary>
    public static DecodedPicture Of(VideoFrame frame) => new(frame.Pixels.ToArray(), frame.Width, frame.Height);
}
