using System.Buffers;

namespace StavisLive.Core.Media;

/// <summary>A run of mono samples (<see cref="AudioFormat"/>) in a recycled buffer.</summary>
/// <remarks>One owner: whoever receives it disposes it.</remarks>
public sealed class AudioBlock : IDisposable
{
    private float[]? _samples;

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
    public Span<float> Samples => Buffer.AsSpan(0, Count);

    /// <summary>The same samples for asynchronous reads.</summary>
    public Memory<float> SampleMemory => Buffer.AsMemory(0, Count);

    private float[] Buffer => _samples ?? throw new ObjectDisposedException(nameof(AudioBlock));

    /// <summary>A block of <paramref name="count"/> undefined samples.</summary>
    public static AudioBlock Rent(int count) => new(ArrayPool<float>.Shared.Rent(count), count);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _samples, null) is { } samples) ArrayPool<float>.Shared.Return(samples);
    }
}
