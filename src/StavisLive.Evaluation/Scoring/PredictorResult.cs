using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Scoring;

/// <summary>How one predictor did on a data set.</summary>
public sealed class PredictorResult(string name)
{
    private readonly List<RowResult> _rows = [];

    /// <summary>The predictor.</summary>
    public string Name => name;

    /// <summary>Videos or stills, in the order in which they were met.</summary>
    public IReadOnlyList<RowResult> Rows => _rows;

    /// <summary>The groups that rows are averaged in; empty where there is one only.</summary>
    public IReadOnlyList<string> Groups => [.. _rows.Select(row => row.Group).Where(group => group.Length > 0).Distinct()];

    /// <summary>Mean over the rows' means; of a group, or (null) of all.</summary>
    public ScoreMean MeanOf(string? group)
    {
        var mean = new ScoreMean();
        foreach (var row in _rows.Where(row => group is null || row.Group == group)) mean.Add(row.Mean.ToScores());
        return mean;
    }

    internal void Add(string rowName, string group, MapScores scores, bool hasSound)
    {
        if (_rows.Count == 0 || _rows[^1].Name != rowName) _rows.Add(new RowResult(rowName, group));
        _rows[^1].Add(scores, hasSound);
    }
}
