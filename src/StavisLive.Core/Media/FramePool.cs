namespace StavisLive.Core.Media;

/// <summary>Lends <see cref="VideoFrame"/> buffers of one size.</summary>
public sealed class FramePool
{
    // A stream holds the frames of its look-ahead (7), its queues and its sinks; more idle ones are never needed.
    private const int IdleLimit = 32;

    private readonly BufferPool<VideoFrame> _pool;

    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the picture exceeds 2 GiB.</exception>
    public FramePool(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)width * height * 3, Array.MaxLength, nameof(width));
        Width = width;
        Height = height;
        _pool = new BufferPool<VideoFrame>(() => new VideoFrame(this), IdleLimit);
    }

    /// <summary>Pixels per row of the frames lent.</summary>
    public int Width { get; }

    /// <summary>Rows of the frames lent.</summary>
    public int Height { get; }

    /// <summary>A frame with undefined pixels, held once by the caller.</summary>
    /// <remarks>The caller sets index, times and, where they are not squares, how wide pixels are shown; for a still, its name.</remarks>
    public VideoFrame Rent()
    {
        var frame = _pool.Rent();
        frame.PixelAspect = default;
        frame.StillName = null;
        frame.NetworkPicture = default;
        return frame;
    }

    internal void Return(VideoFrame frame) => _pool.Return(frame);
}
