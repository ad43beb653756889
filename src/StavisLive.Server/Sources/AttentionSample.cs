using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;

namespace StavisLive.Server.Sources;

/// <summary>What one map says in a few numbers.</summary>
/// <param name="At">When it was published, by the clock.</param>
/// <param name="Peak">Where attention is highest, in fractions of what is watched.</param>
/// <param name="PeakValue">How high: 0 to 1.</param>
/// <param name="Entropy">Entropy of the map as a distribution, in bits: 0 where all is in one cell, 13.6 where it is everywhere alike.</param>
internal readonly record struct AttentionSample(DateTimeOffset At, FramePoint Peak, double PeakValue, double Entropy)
{
    // A value of nothing adds nothing, but its logarithm would be minus infinity.
    private const float Least = 1e-30f;

    /// <summary>Sums a result's map up.</summary>
    public static AttentionSample Of(SaliencyResult result, DateTimeOffset at)
    {
        ReadOnlySpan<float> map = result.Map.Values;
        var cell = TensorPrimitives.IndexOfMax(map);
        var peak = new FramePoint((cell % SaliencyMap.Side + 0.5) / SaliencyMap.Side, (cell / SaliencyMap.Side + 0.5) / SaliencyMap.Side);
        return new AttentionSample(at, peak, map[cell], EntropyOf(map));
    }

    // With S the sum of the values v: -sum(v/S log2(v/S)) = log2 S - sum(v log2 v) / S.
    private static double EntropyOf(ReadOnlySpan<float> map)
    {
        Span<float> logs = stackalloc float[SaliencyMap.Side];
        var (sum, weighted) = (0.0, 0.0);
        for (var row = 0; row < SaliencyMap.Side; row++)
        {
            var values = map.Slice(row * SaliencyMap.Side, SaliencyMap.Side);
            TensorPrimitives.Max(values, Least, logs);
            TensorPrimitives.Log2(logs, logs);
            sum += TensorPrimitives.Sum(values);
            weighted += TensorPrimitives.Dot(values, logs);
        }
        return sum > 0 ? Math.Max(0, Math.Log2(sum) - weighted / sum) : 0;
    }
}
