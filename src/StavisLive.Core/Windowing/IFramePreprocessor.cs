using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>Turns a frame of any size into the network's picture. One per stream, used by one thread at a time.</summary>
public interface IFramePreprocessor
{
    /// <summary>
    /// Squeezes the whole frame, without letterbox, to 112x112 RGB (<see cref="NetworkWindow.BytesPerFrame"/> bytes).
    /// Borrows the frame.
    /// </summary>
    void Process(VideoFrame frame, Span<byte> picture);
}
