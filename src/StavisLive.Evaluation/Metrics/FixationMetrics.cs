namespace StavisLive.Evaluation.Metrics;

/// <summary>Scores of a map at fixated pixels.</summary>
/// <remarks>Definitions: the MIT saliency benchmark's NSS.m and InfoGain.m. NaN where they are undefined.</remarks>
internal static class FixationMetrics
{
    // MATLAB's eps: the distance from 1 to the next double.
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>Mean of the standardised map; the standard deviation divides by N - 1.</summary>
    public static double ScanpathSaliency(ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<int> fixated)
    {
        if (statistics.IsFlat || fixated.IsEmpty) return double.NaN;
        var sum = 0.0;
        foreach (var pixel in fixated) sum += map[pixel] - statistics.Mean;
        return sum / fixated.Length / Math.Sqrt(statistics.SquaredDeviations / (map.Length - 1));
    }

    /// <summary>Mean of log2 of the map's probability over the baseline's, both stretched to 0..1 and summing to 1.</summary>
    public static double InformationGain(
        ReadOnlySpan<double> map, MapStatistics statistics, ReadOnlySpan<double> baseline, MapStatistics baselineStatistics, ReadOnlySpan<int> fixated)
    {
        if (statistics.IsFlat || baselineStatistics.IsFlat || fixated.IsEmpty) return double.NaN;
        var scale = DistributionMetrics.StretchedScale(statistics, map.Length);
        var baselineScale = DistributionMetrics.StretchedScale(baselineStatistics, baseline.Length);
        var gain = 0.0;
        foreach (var pixel in fixated)
        {
            var p = (map[pixel] - statistics.Minimum) * scale;
            var b = (baseline[pixel] - baselineStatistics.Minimum) * baselineScale;
            gain += Math.Log2(Epsilon + p) - Math.Log2(Epsilon + b);
        }
        return gain / fixated.Length;
    }
}
