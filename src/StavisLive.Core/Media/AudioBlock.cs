using System.Buffers;

namespace StavisLive.Core.Media;

/// <summary>A run of mono samples (<see cref="AudioFormat"/>) in a recycled buffer.</summary>
/// <remarks>Counted holds: several recorders may keep the same block. Only its first owner, before it is passed on, changes it.</remarks>
public sealed class AudioBlock : Shared
{
    private float[] _samples;

    private AudioBlock(float[] samples, int count)
    {
        _samples = samples;
        Count = count;
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>When the first sample is heard, on the stream's time line.</summary>
    public MediaTime PresentationTime { get; set; }

    /// <summary>The samples, full scale ±1.</summary>
    public Span<float> Samples => _samples.AsSpan(0, Count);

    /// <summary>A block of <paramref name="count"/> undefined samples, held once by the caller.</summary>
    public static AudioBlock Rent(int count)
    {
        var block = new AudioBlock(ArrayPool<float>.Shared.Rent(count), count);
        block.HoldFirst();
        return block;
    }

    /// <summary>A further hold on the same samples.</summary>
    public AudioBlock Share()
    {
        Hold();
        return this;
    }

    /// <inheritdoc />
    protected override void Recycle()
    {
        ArrayPool<float>.Shared.Return(_samples);
        _samples = [];
    }
}
