using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Testing;

/// <summary>Small frames whose pixels tell their number, and a source made of them.</summary>
public sealed class TestFrames(TimeProvider? time = null)
{
    /// <summary>Pixels per row and rows of the frames.</summary>
    public const int Side = 16;

    private readonly FramePool _pool = new(Side, Side);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>A description that fits the frames.</summary>
    public static SourceDescription Description(bool isLive = false, double frameRate = 25, bool hasAudio = false) =>
        new() { Width = Side, Height = Side, FrameRate = frameRate, IsLive = isLive, HasAudio = hasAudio };

    /// <summary>Frame <paramref name="index"/>, all its bytes the index's low byte.</summary>
    public VideoFrame Make(long index, MediaTime presentationTime)
    {
        var frame = _pool.Rent();
        frame.Index = index;
        frame.PresentationTime = presentationTime;
        frame.CapturedAt = _time.GetTimestamp();
        frame.Pixels.Fill((byte)index);
        return frame;
    }

    /// <summary>Writes frames at a constant rate.</summary>
    public async Task WriteAsync(IMediaWriter output, int count, double frameRate = 25, CancellationToken cancellationToken = default)
    {
        for (var index = 0; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await output.WriteAsync(Make(index, MediaTime.FromSeconds(index / frameRate)), cancellationToken);
        }
    }
}
