using System.Numerics.Tensors;

namespace StavisLive.Training.Examples.Talks;

/// <summary>How loud speech is from frame to frame, which is how far a mouth opens.</summary>
internal static class SpeechEnvelope
{
    private const float Faintest = 0.01f; // quieter all along: nobody talks

    /// <summary>The loudness in each of <paramref name="frames"/> equal parts, the loudest 1.</summary>
    public static float[] Of(ReadOnlySpan<float> samples, int frames)
    {
        var envelope = new float[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            var (begin, end) = ((int)((long)samples.Length * frame / frames), (int)((long)samples.Length * (frame + 1) / frames));
            envelope[frame] = MathF.Sqrt(TensorPrimitives.SumOfSquares(samples[begin..end]) / (end - begin));
        }
        var loudest = TensorPrimitives.Max<float>(envelope);
        if (loudest < Faintest) return new float[frames];
        TensorPrimitives.Divide(envelope, loudest, envelope);
        return envelope;
    }
}
