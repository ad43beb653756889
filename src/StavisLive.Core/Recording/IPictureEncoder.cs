using StavisLive.Core.Media;

namespace StavisLive.Core.Recording;

/// <summary>Makes a small file of a picture, for looking at it later. Used by one thread at a time.</summary>
public interface IPictureEncoder : IDisposable
{
    /// <summary>The picture as a JPEG file. Borrows the frame.</summary>
    byte[] Encode(VideoFrame frame);
}
