using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Frames;

/// <summary>Reads all of a file's audio at once.</summary>
public static class WholeAudio
{
    private const int BlockLength = 10 * AudioFormat.SampleRate;

    /// <summary>Reads a file.</summary>
    /// <returns>Mono samples (<see cref="AudioFormat"/>) of 16 bits, full scale 32767: half the memory, and all that a .wav file usually holds.</returns>
    /// <exception cref="SourceException">There is no such file, or ffmpeg cannot decode it.</exception>
    public static async Task<short[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = await AudioFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        var blocks = new List<short[]>();
        while (await file.ReadAsync(BlockLength, cancellationToken).ConfigureAwait(false) is { } block)
        {
            using (block) blocks.Add(Quantized(block.Samples));
        }
        return [.. blocks.SelectMany(block => block)];
    }

    private static short[] Quantized(Span<float> samples)
    {
        TensorPrimitives.Multiply(samples, short.MaxValue, samples);
        TensorPrimitives.Round<float>(samples, samples);
        var quantized = new short[samples.Length];
        TensorPrimitives.ConvertSaturating<float, short>(samples, quantized);
        return quantized;
    }
}
