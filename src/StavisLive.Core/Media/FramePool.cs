namespace StavisLive.Core.Media;

/// <summary>Lends <see cref="VideoFrame"/> buffers of one size.</summary>
public sealed class FramePool
{
    /// <summary>Bytes of a picture of 3840x2160. Where a number of pictures is kept, it is that many of these; of larger ones fewer.</summary>
    internal const int LargePicture = 3840 * 2160 * 3;

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
        var idle = Math.Clamp(IdleLimit * (long)LargePicture / ((long)width * height * 3), 1, IdleLimit);
        _pool = new BufferPool<VideoFrame>(() => new VideoFrame(this), (int)idle);
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
