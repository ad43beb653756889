using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Testing;

/// <summary>Makes pictures of the frame's first byte.</summary>
public sealed class FirstPixelPreprocessor : IFramePreprocessor
{
    private int _frames;

    /// <summary>Thrown at the next frame, if set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Frames so far.</summary>
    public int Frames => Volatile.Read(ref _frames);

    /// <inheritdoc />
    public void Process(VideoFrame frame, Span<byte> picture)
    {
        if (Failure is not null) throw Failure;
        picture.Fill(frame.Pixels[0]);
        Interlocked.Increment(ref _frames);
    }
}
