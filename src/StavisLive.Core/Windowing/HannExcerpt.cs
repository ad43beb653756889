using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Core.Windowing;

/// <summary>Cuts the audio around a window out and shapes it as the sound network expects it. Not thread-safe.</summary>
/// <remarks>
/// The excerpt runs from half a slot before the first slot to half a slot after the last, is multiplied by a symmetric
/// Hann window over its own length and lies centred in 35,280 zeros; full scale is ±256 (the authors' loader).
/// </remarks>
public sealed class HannExcerpt
{
    // The authors scale int16 samples by 2^-7: full scale 32768 becomes 256.
    private const float FullScale = 256f;

    private float[] _hann = [];
    private float[] _otherHann = [];

    /// <summary>Where an excerpt lies in the audio, in samples from the line's origin.</summary>
    /// <param name="firstSlot">The window's first slot.</param>
    /// <param name="lastSlot">The window's last slot.</param>
    /// <param name="fps">Slots per second.</param>
    /// <param name="length">Samples that exist.</param>
    /// <returns>Half-open range; empty where the window lies outside the audio.</returns>
    public static (long Begin, long End) RangeOf(long firstSlot, long lastSlot, double fps, long length)
    {
        var begin = (long)Math.Max(0, ((firstSlot - 0.5) * AudioFormat.SampleRate) / fps);
        // At whole rates borders fall onto samples: multiplied before divided, they are exact.
        var end = Math.Min(length, (long)Math.Min(length, ((lastSlot + 0.5) * AudioFormat.SampleRate) / fps) + 1);
        return end > begin ? (begin, end) : (begin, begin);
    }

    /// <summary>Fills the network's audio input.</summary>
    /// <param name="ring">The audio.</param>
    /// <param name="begin">First sample, from the line's origin.</param>
    /// <param name="end">Sample behind the last one.</param>
    /// <param name="output">All of <see cref="NetworkWindow.Audio"/>: zeros around the excerpt.</param>
    /// <returns>What there is to hear.</returns>
    public AudioState Fill(AudioRing ring, long begin, long end, Span<float> output)
    {
        output.Clear();
        // At ten slots per second an excerpt is the buffer's length, but for rounding.
        var length = (int)Math.Min(end - begin, output.Length);
        if (length <= 0) return AudioState.Missing;

        var excerpt = Place(output, length);
        ring.CopyTo(begin, excerpt);
        return Shape(excerpt);
    }

    /// <summary>The same for audio that lies ready: all samples of the excerpt, full scale ±1.</summary>
    public AudioState Fill(ReadOnlySpan<float> samples, Span<float> output)
    {
        output.Clear();
        var length = Math.Min(samples.Length, output.Length);
        if (length == 0) return AudioState.Missing;
        var excerpt = Place(output, length);
        samples[..length].CopyTo(excerpt);
        return Shape(excerpt);
    }

    private static Span<float> Place(Span<float> output, int length) => output.Slice((NetworkWindow.AudioLength / 2) - (length / 2), length);

    private AudioState Shape(Span<float> excerpt)
    {
        if (TensorPrimitives.MaxMagnitude<float>(excerpt) is >= -AudioFormat.SilenceLevel and <= AudioFormat.SilenceLevel)
        {
            excerpt.Clear();
            return AudioState.Silent;
        }
        TensorPrimitives.Multiply(excerpt, HannOf(excerpt.Length), excerpt);
        return AudioState.Present;
    }

    /// <summary>The symmetric Hann window of a length, scaled to full scale.</summary>
    /// <remarks>The last two are kept: where a slot isn't a whole number of samples, two lengths take turns.</remarks>
    private ReadOnlySpan<float> HannOf(int length)
    {
        if (_hann.Length == length) return _hann;
        (_hann, _otherHann) = (_otherHann, _hann);
        if (_hann.Length == length) return _hann;
        _hann = new float[length];
        for (var i = 0; i < length; i++)
            _hann[i] = (float)(FullScale * (length == 1 ? 1 : 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (length - 1)))));
        return _hann;
    }
}
