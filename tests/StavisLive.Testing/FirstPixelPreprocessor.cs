using StavisLive.Core.Media;
using StavisLive.Core.Pipeline;

namespace StavisLive.Testing;

/// <summary>Makes pictures of the frame's first byte.</summary>
public sealed class FirstPixelPreprocessor : IFramePreprocessor
{
    /// <summary>Thrown at the next frame, if set.</summary>
    public Exception? Failure { get; set; }

    /// <inheritdoc />
    public void Process(VideoFrame frame, Span<byte> picture)
    {
        if (Failure is not null) throw Failure;
        picture.Fill(frame.Pixels[0]);
    }
}
