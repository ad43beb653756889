using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Baselines;

namespace StavisLive.Evaluation.Sets;

/// <summary>Averages densities of 112x112 values, each summing to 1; empty ones don't count.</summary>
internal sealed class MeanMap
{
    private readonly double[] _sum = new double[SaliencyMap.Length];
    private int _count;

    /// <summary>Takes a density in. Scales it.</summary>
    public void Add(Span<double> density)
    {
        var total = TensorPrimitives.Sum<double>(density);
        if (total <= 0) return;
        TensorPrimitives.Divide(density, total, density);
        TensorPrimitives.Add(_sum, density, _sum);
        _count++;
    }

    /// <summary>The mean times their number; null if there was nothing.</summary>
    public double[]? Sum => _count == 0 ? null : _sum;

    /// <summary>The mean as a baseline; null if there was nothing.</summary>
    public FixedMap? ToBaseline() => BaselineOf(Sum);

    /// <summary>A mean as a baseline; null for none.</summary>
    public static FixedMap? BaselineOf(double[]? mean) => mean is null ? null : new FixedMap("training mean", mean);
}
