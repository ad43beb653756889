namespace StavisLive.Evaluation.Scoring;

/// <summary>The scores of an evaluation.</summary>
/// <param name="Protocol">Name of the protocol.</param>
/// <param name="Predictors">The network first, then those beside it, then the baselines.</param>
/// <param name="Frames">Frames that were scored.</param>
/// <param name="Differences">Between the networks, and between a network and itself in silence.</param>
public sealed record EvaluationResult(
    string Protocol, IReadOnlyList<PredictorResult> Predictors, long Frames, IReadOnlyList<PairedDifference> Differences)
{
    /// <summary>What could not be read and so is not in the scores, a sentence for each video or set of stills.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];
}
