using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Scoring;

/// <summary>One predictor's scores in one video, or of one still.</summary>
public sealed class RowResult(string name, string group)
{
    private readonly List<MapScores> _frames = [];

    /// <summary>The video or still.</summary>
    public string Name => name;

    /// <summary>The set it is averaged with; empty where there is one only.</summary>
    public string Group => group;

    /// <summary>Scores frame by frame.</summary>
    public IReadOnlyList<MapScores> Frames => _frames;

    /// <summary>Their mean.</summary>
    public ScoreMean Mean { get; } = new();

    /// <summary>Whether there was something to hear in one frame's window at least.</summary>
    public bool HasSound { get; private set; }

    internal void Add(MapScores scores, bool hasSound)
    {
        HasSound |= hasSound;
        _frames.Add(scores);
        Mean.Add(scores);
    }
}
