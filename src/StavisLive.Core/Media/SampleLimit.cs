using System.Numerics.Tensors;

namespace StavisLive.Core.Media;

/// <summary>Makes samples finite and bounded: a single one that isn't would make every map of its window, and of a recording's encoder, invalid.</summary>
internal static class SampleLimit
{
    // 18 dB above full scale: decoders overshoot by a few decibels at most.
    private const float Largest = 8;

    /// <summary>Silences samples that are no numbers and limits those beyond any scale.</summary>
    /// <returns>How many were changed.</returns>
    public static int Apply(Span<float> samples)
    {
        // Not a number where any sample is not.
        if (samples.IsEmpty || MathF.Abs(TensorPrimitives.MaxMagnitude<float>(samples)) <= Largest) return 0;
        var changed = 0;
        foreach (ref var sample in samples)
        {
            if (MathF.Abs(sample) <= Largest) continue;
            sample = float.IsNaN(sample) ? 0 : float.CopySign(Largest, sample);
            changed++;
        }
        return changed;
    }
}
