using System.Runtime.CompilerServices;

namespace StavisLive.Core.Media;

/// <summary>One picture: 8-bit BGR, rows from the top without padding, in a recycled buffer.</summary>
public sealed class VideoFrame : Shared
{
    private readonly FramePool _pool;
    private readonly byte[] _pixels;
    private readonly Lock _jpegLock = new();
    private byte[]? _jpeg;

    internal VideoFrame(FramePool pool)
    {
        _pool = pool;
        Width = pool.Width;
        Height = pool.Height;
        // Pinned, so that native code can wrap the buffer without a copy; and on the pinned heap, so that a frame of
        // some megabytes never reaches the large-object heap.
        _pixels = GC.AllocateUninitializedArray<byte>(Width * Height * 3, pinned: true);
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes per row.</summary>
    public int Stride => Width * 3;

    /// <summary>How wide its pixels are shown.</summary>
    public PixelAspect PixelAspect { get; set; }

    /// <summary>Number of this frame in its stream, from 0.</summary>
    public long Index { get; set; }

    /// <summary>When the frame is shown, on its stream's time line.</summary>
    public MediaTime PresentationTime { get; set; }

    /// <summary>When the frame was handed to this process: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long CapturedAt { get; set; }

    /// <summary>File name without extension, where the frame is a still; else null.</summary>
    public string? StillName { get; set; }

    /// <summary>
    /// What the network saw of the frame when it was recorded (<c>[112, 112, 3]</c>, RGB), where that
    /// is known; else empty.
    /// </summary>
    public ReadOnlyMemory<byte> NetworkPicture { get; set; }

    /// <summary>All pixels, <c>[Height, Width, 3]</c> in the order blue, green, red.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>The same pixels for asynchronous reads and writes.</summary>
    public Memory<byte> PixelMemory => _pixels;

    /// <summary>Pixels of one row, <paramref name="width"/> of them from column <paramref name="left"/> on.</summary>
    public Span<byte> Row(int row, int left, int width) => _pixels.AsSpan((row * Stride) + (left * 3), width * 3);

    /// <summary>Address of the first pixel; valid as long as the frame is held.</summary>
    public unsafe nint Address => (nint)Unsafe.AsPointer(ref _pixels[0]);

    /// <summary>The picture as a JPEG file, made once for everybody who asks: by the first of them, on its own thread. Nobody changes it.</summary>
    /// <param name="encoder">Makes it, if nobody has asked before.</param>
    public byte[] ToJpeg(IPictureEncoder encoder)
    {
        lock (_jpegLock) return _jpeg ??= encoder.Encode(this);
    }

    /// <summary>A further hold on the same picture, for somebody who keeps it longer than a loan.</summary>
    public VideoFrame Share()
    {
        Hold();
        return this;
    }

    /// <inheritdoc />
    protected override void Recycle()
    {
        _jpeg = null;
        _pool.Return(this);
    }
}
