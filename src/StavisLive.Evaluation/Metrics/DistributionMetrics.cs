using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Metrics;

/// <summary>Scores of a map against the density of fixations.</summary>
/// <remarks>
/// Definitions: the MIT saliency benchmark's CC.m, similarity.m and KLdiv.m. NaN where they are undefined. Maps are of one
/// size; each comes with its <see cref="MapStatistics"/>.
/// </remarks>
internal static class DistributionMetrics
{
    // MATLAB's eps: the distance from 1 to the next double.
    private const double Epsilon = 1.0 / (1L << 52);

    // Doubles per step: the temporaries of one stay in the first cache.
    private const int Block = 1024;

    /// <summary>Pearson's correlation.</summary>
    public static double Correlation(ReadOnlySpan<double> map, MapStatistics mapStatistics, ReadOnlySpan<double> density, MapStatistics densityStatistics)
    {
        if (mapStatistics.IsFlat || densityStatistics.IsFlat) return double.NaN;
        Span<double> x = stackalloc double[Block];
        Span<double> y = stackalloc double[Block];
        var products = 0.0;
        for (var at = 0; at < map.Length; at += Block)
        {
            var count = Math.Min(Block, map.Length - at);
            TensorPrimitives.Subtract(map.Slice(at, count), mapStatistics.Mean, x);
            TensorPrimitives.Subtract(density.Slice(at, count), densityStatistics.Mean, y);
            products += TensorPrimitives.Dot<double>(x[..count], y[..count]);
        }
        // Two roots, not the root of the product: that of tiny maps would vanish.
        return products / (Math.Sqrt(mapStatistics.SquaredDeviations) * Math.Sqrt(densityStatistics.SquaredDeviations));
    }

    /// <summary>Intersection of the two as distributions, after stretching each to 0..1; an all-zero map has none.</summary>
    public static double Similarity(ReadOnlySpan<double> map, MapStatistics mapStatistics, ReadOnlySpan<double> density, MapStatistics densityStatistics)
    {
        if (mapStatistics.IsZero || densityStatistics.IsZero) return 0;
        if (mapStatistics.IsFlat || densityStatistics.IsFlat) return double.NaN;
        var mapScale = StretchedScale(mapStatistics, map.Length);
        var densityScale = StretchedScale(densityStatistics, density.Length);
        Span<double> x = stackalloc double[Block];
        Span<double> y = stackalloc double[Block];
        var common = 0.0;
        for (var at = 0; at < map.Length; at += Block)
        {
            var p = x[..Math.Min(Block, map.Length - at)];
            var q = y[..p.Length];
            TensorPrimitives.Subtract(map.Slice(at, p.Length), mapStatistics.Minimum, p);
            TensorPrimitives.Multiply(p, mapScale, p);
            TensorPrimitives.Subtract(density.Slice(at, q.Length), densityStatistics.Minimum, q);
            TensorPrimitives.Multiply(q, densityScale, q);
            TensorPrimitives.Min(p, q, p);
            common += TensorPrimitives.Sum<double>(p);
        }
        return common;
    }

    /// <summary>Divergence of the density from the map; undefined where either cannot be a distribution.</summary>
    /// <remarks>
    /// An all-zero map stays zero, as in the benchmark. An all-zero density is undefined here; the benchmark's 0 would count
    /// a picture that nobody looked at as perfectly predicted.
    /// </remarks>
    public static double Divergence(ReadOnlySpan<double> map, MapStatistics mapStatistics, ReadOnlySpan<double> density, MapStatistics densityStatistics)
    {
        if (densityStatistics.IsZero) return double.NaN;
        var mapSum = mapStatistics.IsZero ? 1 : mapStatistics.Sum;
        Span<double> x = stackalloc double[Block];
        Span<double> y = stackalloc double[Block];
        var divergence = 0.0;
        for (var at = 0; at < map.Length; at += Block)
        {
            var p = x[..Math.Min(Block, map.Length - at)];
            var q = y[..p.Length];
            TensorPrimitives.Divide(density.Slice(at, q.Length), densityStatistics.Sum, q);
            TensorPrimitives.Divide(map.Slice(at, p.Length), mapSum, p);
            TensorPrimitives.Add(p, Epsilon, p);
            TensorPrimitives.Divide(q, p, p);
            TensorPrimitives.Add(p, Epsilon, p);
            TensorPrimitives.Log(p, p);
            divergence += TensorPrimitives.Dot<double>(p, q);
        }
        // Negative values may have left the logarithm's domain.
        return double.IsFinite(divergence) ? divergence : double.NaN;
    }

    /// <summary>What makes a map's values sum to 1 once its minimum is taken away.</summary>
    internal static double StretchedScale(MapStatistics statistics, int length) => 1 / (statistics.Sum - (length * statistics.Minimum));
}
