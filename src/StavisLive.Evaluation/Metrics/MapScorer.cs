namespace StavisLive.Evaluation.Metrics;

/// <summary>Scores maps by all metrics of the MIT saliency benchmark. Recycles its tables; not thread-safe.</summary>
/// <remarks>
/// A score that is not defined is NaN: those that standardise or stretch a flat map, those at fixations where there are none,
/// AUC-Borji below two fixations, shuffled AUC and information gain where the ground truth lacks what they compare with.
/// </remarks>
public sealed class MapScorer
{
    private readonly JuddAuc _judd = new();
    private readonly SampledAuc _sampled;

    /// <param name="splits">
    /// Random draws that AUC-Borji and shuffled AUC are averaged over, at least one, as the benchmark does; null: the exact
    /// mean over all possible draws.
    /// </param>
    /// <param name="seed">Makes the draws repeatable.</param>
    public MapScorer(int? splits = null, int seed = 0)
    {
        if (splits is < 1) throw new ArgumentOutOfRangeException(nameof(splits), splits, "There is at least one draw.");
        Seed = seed;
        _sampled = new SampledAuc(splits);
    }

    /// <summary>Makes the draws repeatable.</summary>
    public int Seed { get; }

    /// <summary>Scores one map.</summary>
    /// <param name="map">The prediction, of the ground truth's size.</param>
    /// <param name="truth">What it is compared with.</param>
    /// <param name="number">The map's number: draws differ from map to map and depend on nothing else.</param>
    /// <exception cref="ArgumentException">The map is of another size.</exception>
    /// <exception cref="InvalidDataException">The map or the baseline is not finite; the message names which and where.</exception>
    internal MapScores Score(ReadOnlySpan<double> map, GroundTruth truth, int number)
    {
        var density = truth.Density.Span;
        if (map.Length != density.Length)
            throw new ArgumentException($"{map.Length} values are no map of {truth.Width}x{truth.Height} pixels.", nameof(map));
        var statistics = MapStatistics.Of(map, truth.Width, "the prediction");
        var random = new Random(unchecked((Seed * 1_000_003) + number));
        return new MapScores
        {
            [Metric.Cc] = DistributionMetrics.Correlation(map, statistics, density, truth.DensityStatistics),
            [Metric.Nss] = FixationMetrics.ScanpathSaliency(map, statistics, truth.Fixated),
            [Metric.Sim] = DistributionMetrics.Similarity(map, statistics, density, truth.DensityStatistics),
            [Metric.Kld] = DistributionMetrics.Divergence(map, statistics, density, truth.DensityStatistics),
            [Metric.AucJudd] = _judd.Score(map, statistics, truth.Fixated),
            [Metric.AucBorji] = _sampled.Borji(map, statistics, truth.Fixated, random),
            [Metric.AucShuffled] = truth.Others is { } others ? _sampled.Shuffled(map, statistics, truth.Fixated, others, random) : double.NaN,
            [Metric.InformationGain] = Gain(map, statistics, truth),
        };
    }

    private static double Gain(ReadOnlySpan<double> map, MapStatistics statistics, GroundTruth truth)
    {
        if (truth.Baseline is not { } baseline) return double.NaN;
        return FixationMetrics.InformationGain(map, statistics, baseline.Span, MapStatistics.Of(baseline.Span, truth.Width, "the baseline"), truth.Fixated);
    }
}
