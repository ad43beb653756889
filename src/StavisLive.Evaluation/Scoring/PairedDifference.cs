using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Scoring;

/// <summary>What one predictor scores above another on the same videos or stills.</summary>
public sealed class PairedDifference
{
    private readonly PredictorResult _one;
    private readonly PredictorResult _other;
    private readonly bool _isOfSound;
    private readonly int _seed;

    private PairedDifference(string name, PredictorResult one, PredictorResult other, bool isOfSound, int seed)
    {
        Name = name;
        _one = one;
        _other = other;
        _isOfSound = isOfSound;
        _seed = seed;
    }

    /// <summary>What it is called in tables.</summary>
    public string Name { get; }

    /// <summary>The groups that rows are averaged in; empty where there is one only.</summary>
    public IReadOnlyList<string> Groups => _one.Groups;

    /// <summary>One network less another.</summary>
    internal static PairedDifference Between(PredictorResult one, PredictorResult other, int seed) =>
        new($"{one.Name} - {other.Name}", one, other, isOfSound: false, seed);

    /// <summary>A network less the same in silence, where there is something to hear.</summary>
    internal static PairedDifference OfSound(PredictorResult hearing, PredictorResult muted, int seed) =>
        new($"what sound adds to {hearing.Name}", hearing, muted, isOfSound: true, seed);

    /// <summary>Differences of the rows' means, averaged as <see cref="PredictorResult.MeanOf"/> does; of a group, or (null) of all.</summary>
    public DifferenceScores Of(string? group)
    {
        var rows = _one.Rows.Zip(_other.Rows)
            .Where(pair => (group is null || pair.First.Group == group) && (!_isOfSound || pair.First.HasSound))
            .ToList();
        var estimates = MetricNames.All.ToDictionary(metric => metric, metric => PairedBootstrap.Estimate(
            [.. rows.Select(pair => pair.First.Mean[metric] - pair.Second.Mean[metric]).Where(difference => !double.IsNaN(difference))], _seed));
        return new DifferenceScores(
            rows.Count,
            new MapScores(metric => estimates[metric].Mean),
            new MapScores(metric => estimates[metric].Low),
            new MapScores(metric => estimates[metric].High));
    }

    /// <summary>What a difference was found on, in a sentence.</summary>
    public string Describe(DifferenceScores scores)
    {
        var which = _isOfSound ? " with sound" : "";
        return scores.Rows switch
        {
            0 => $"{Name}: nothing can be told, there is no video or still{which}",
            1 => $"{Name}: one video or still{which}, too few for an interval",
            _ => $"{Name}: {scores.Rows} videos or stills{which}, 95% interval by a paired bootstrap of {PairedBootstrap.Draws} draws",
        };
    }
}
