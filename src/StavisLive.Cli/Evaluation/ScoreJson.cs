using StavisLive.Evaluation.Metrics;

namespace StavisLive.Cli.Evaluation;

/// <summary>Scores as JSON objects; undefined ones are null.</summary>
internal static class ScoreJson
{
    public static Dictionary<string, double?> Of(MapScores scores, IEnumerable<Metric> metrics) =>
        metrics.ToDictionary(metric => metric.Key(), metric => double.IsNaN(scores[metric]) ? (double?)null : scores[metric]);

    /// <summary>How many maps a metric was undefined for, where there were any.</summary>
    public static Dictionary<string, int> Undefined(ScoreMean mean, IEnumerable<Metric> metrics) =>
        metrics.Where(metric => mean.Undefined(metric) > 0).ToDictionary(metric => metric.Key(), mean.Undefined);
}
