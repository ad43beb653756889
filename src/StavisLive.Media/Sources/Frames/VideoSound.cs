using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Media.Sources.Frames;

/// <summary>Keeps the samples of a video where they lie to its pictures.</summary>
internal sealed class VideoSound : IMediaWriter
{
    private readonly List<(long At, short[] Samples)> _blocks = [];
    private long? _begin;

    /// <inheritdoc />
    public ValueTask WriteAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        using (frame) _begin ??= AudioRing.NumberOf(frame.PresentationTime);
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioBlock block, CancellationToken cancellationToken)
    {
        using (block) _blocks.Add((AudioRing.NumberOf(block.PresentationTime), WholeAudio.Quantized(block.Samples)));
        return default;
    }

    /// <inheritdoc />
    public ValueTask WriteAsync(AudioPacket packet, CancellationToken cancellationToken)
    {
        packet.Dispose();
        return default;
    }

    /// <inheritdoc />
    public ValueTask WritePauseAsync(CancellationToken cancellationToken) => default;

    /// <summary>All samples from the first picture on; what is missing between them is silence.</summary>
    public short[] ToArray()
    {
        var begin = _begin ?? 0;
        var end = _blocks.Select(block => block.At + block.Samples.Length).Append(begin).Max();
        var samples = new short[end - begin];
        foreach (var (at, block) in _blocks)
        {
            var early = (int)Math.Clamp(begin - at, 0, block.Length);
            block.AsSpan(early).CopyTo(samples.AsSpan((int)(Math.Max(at, begin) - begin)));
        }
        return samples;
    }
}
