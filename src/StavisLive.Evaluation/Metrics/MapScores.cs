namespace StavisLive.Evaluation.Metrics;

/// <summary>One map's scores; those that are not set are undefined.</summary>
public sealed class MapScores
{
    private readonly double[] _values = new double[MetricNames.All.Count];

    /// <summary>Scores of which none is known yet.</summary>
    public MapScores() => Array.Fill(_values, double.NaN);

    /// <summary>Scores of all metrics.</summary>
    /// <param name="scoreOf">Called once for each metric.</param>
    public MapScores(Func<Metric, double> scoreOf)
    {
        foreach (var metric in MetricNames.All) _values[(int)metric] = scoreOf(metric);
    }

    /// <summary>A score; NaN where it is undefined.</summary>
    public double this[Metric metric]
    {
        get => _values[(int)metric];
        init => _values[(int)metric] = value;
    }
}
