namespace StavisLive.Core.Media;

/// <summary>Makes a small file of a picture, for looking at it. Thread-safe.</summary>
public interface IPictureEncoder
{
    /// <summary>The picture as a JPEG file. Borrows the frame.</summary>
    byte[] Encode(VideoFrame frame);
}
