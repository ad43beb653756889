namespace StavisLive.Evaluation.Metrics;

/// <summary>Means of scores, metric by metric. Undefined ones are left out and counted.</summary>
public sealed class ScoreMean
{
    private readonly double[] _sums = new double[MetricNames.All.Count];
    private readonly int[] _counts = new int[MetricNames.All.Count];

    /// <summary>Maps taken in.</summary>
    public int Maps { get; private set; }

    /// <summary>Takes a map's scores in.</summary>
    public void Add(MapScores scores)
    {
        Maps++;
        foreach (var metric in MetricNames.All)
        {
            if (double.IsNaN(scores[metric])) continue;
            _sums[(int)metric] += scores[metric];
            _counts[(int)metric]++;
        }
    }

    /// <summary>A metric's mean over the maps for which it is defined; NaN if there is none.</summary>
    public double this[Metric metric] => _sums[(int)metric] / _counts[(int)metric];

    /// <summary>Maps that a metric was undefined for.</summary>
    public int Undefined(Metric metric) => Maps - _counts[(int)metric];

    /// <summary>The means as one row of scores, to be averaged further.</summary>
    public MapScores ToScores() => new(metric => this[metric]);
}
