using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Metrics;

/// <summary>The two scores that choose weights while they train; <c>evaluate</c> computes all of them.</summary>
public static class QuickScores
{
    /// <summary>Pearson's correlation; 0 where a map is even.</summary>
    public static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double meanA = TensorPrimitives.Sum(a) / a.Length, meanB = TensorPrimitives.Sum(b) / b.Length;
        double both = 0, squaresA = 0, squaresB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (a[i] - meanA, b[i] - meanB);
            both += x * y;
            squaresA += x * x;
            squaresB += y * y;
        }
        return squaresA == 0 || squaresB == 0 ? 0 : both / Math.Sqrt(squaresA * squaresB);
    }

    /// <summary>Normalised scanpath saliency: the mean of the standardised map where people looked.</summary>
    public static double Scanpath(ReadOnlySpan<float> map, ReadOnlySpan<float> counts)
    {
        double mean = TensorPrimitives.Sum(map) / map.Length, squares = 0, sum = 0;
        var looked = 0;
        for (var i = 0; i < map.Length; i++)
        {
            squares += (map[i] - mean) * (map[i] - mean);
            if (counts[i] == 0) continue;
            looked++;
            sum += map[i] - mean;
        }
        return looked == 0 || squares == 0 ? 0 : sum / looked / Math.Sqrt(squares / (map.Length - 1));
    }
}
