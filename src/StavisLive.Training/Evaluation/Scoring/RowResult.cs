using StavisLive.Training.Metrics;

namespace StavisLive.Training.Evaluation.Scoring;

/// <summary>One predictor's scores in one video, or of one still.</summary>
/// <param name="Name">The video or still.</param>
/// <param name="Group">The set it is averaged with; empty where there is one only.</param>
public sealed record RowResult(string Name, string Group)
{
    private readonly List<MapScores> _frames = [];

    /// <summary>Scores frame by frame.</summary>
    public IReadOnlyList<MapScores> Frames => _frames;

    /// <summary>Their mean.</summary>
    public ScoreMean Mean { get; } = new();

    internal void Add(MapScores scores)
    {
        _frames.Add(scores);
        Mean.Add(scores);
    }
}
