using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Core.Recording;

/// <summary>A frame as a recorder remembers it. Recycled; held by the memory and by whoever writes it.</summary>
internal sealed class RecordedFrame : Shared
{
    // A few seconds' worth that a busy disk gives back at once; more idle ones are never needed.
    private static readonly BufferPool<RecordedFrame> Pool = new(() => new RecordedFrame(), idleLimit: 64);

    private readonly byte[] _picture = new byte[NetworkWindow.BytesPerFrame];
    private byte[]? _jpeg;

    private RecordedFrame()
    {
    }

    /// <summary>Number of the frame in its stream.</summary>
    public long Index { get; private set; }

    /// <summary>When it is shown, on the stream's time line.</summary>
    public MediaTime PresentationTime { get; private set; }

    /// <summary>When it was handed to the process: <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long CapturedAt { get; private set; }

    /// <summary>The slot that it fell into.</summary>
    public long Slot { get; private set; }

    /// <summary>Whether windows ran ahead before it came.</summary>
    public bool FollowsPause { get; private set; }

    /// <summary>What the network saw of it.</summary>
    public ReadOnlySpan<byte> Picture => _picture;

    /// <summary>Whether the memory holds it; the memory's own, used under its lock.</summary>
    public bool IsRemembered { get; set; }

    /// <summary>The whole picture as a file; null until it has been made, and where there was no time for it.</summary>
    public byte[]? Jpeg
    {
        get => Volatile.Read(ref _jpeg);
        set => Volatile.Write(ref _jpeg, value);
    }

    /// <summary>Copies what is to be remembered at once; the caller holds it once.</summary>
    public static RecordedFrame Of(VideoFrame frame, ReadOnlySpan<byte> picture, long slot, bool followsPause)
    {
        var recorded = Pool.Rent();
        recorded.Index = frame.Index;
        recorded.PresentationTime = frame.PresentationTime;
        recorded.CapturedAt = frame.CapturedAt;
        recorded.Slot = slot;
        recorded.FollowsPause = followsPause;
        recorded.Jpeg = null;
        picture.CopyTo(recorded._picture);
        return recorded;
    }

    /// <summary>A further hold.</summary>
    public RecordedFrame Share()
    {
        Hold();
        return this;
    }

    /// <inheritdoc />
    protected override void Recycle()
    {
        Jpeg = null;
        Pool.Return(this);
    }
}
