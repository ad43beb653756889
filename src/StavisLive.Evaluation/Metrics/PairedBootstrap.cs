using System.Numerics.Tensors;

namespace StavisLive.Evaluation.Metrics;

/// <summary>How sure the mean of paired differences is: the percentile bootstrap (Efron 1979).</summary>
public static class PairedBootstrap
{
    /// <summary>Sets drawn, each as large as the original and with repetition.</summary>
    public const int Draws = 10_000;

    private const double Tail = 0.025;

    /// <summary>The mean, and the 95% interval of the means of all draws.</summary>
    /// <param name="differences">One for each pair; a single one tells nothing of how they vary and has no interval.</param>
    /// <param name="seed">Makes the draws repeatable.</param>
    internal static (double Mean, double Low, double High) Estimate(ReadOnlySpan<double> differences, int seed)
    {
        if (differences.IsEmpty) return (double.NaN, double.NaN, double.NaN);
        var mean = TensorPrimitives.Sum(differences) / differences.Length;
        if (differences.Length == 1) return (mean, double.NaN, double.NaN);
        var random = new Random(seed);
        var means = new double[Draws];
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            for (var taken = 0; taken < differences.Length; taken++) sum += differences[random.Next(differences.Length)];
            means[draw] = sum / differences.Length;
        }
        Array.Sort(means);
        return (mean, Quantile(means, Tail), Quantile(means, 1 - Tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return sorted[below] + ((sorted[below + 1] - sorted[below]) * (place - below));
    }
}
