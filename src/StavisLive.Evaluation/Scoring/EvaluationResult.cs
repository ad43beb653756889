namespace StavisLive.Evaluation.Scoring;

/// <summary>The scores of an evaluation.</summary>
/// <param name="Protocol">Name of the protocol.</param>
/// <param name="Predictors">The network first, then the baselines.</param>
/// <param name="Frames">Frames that were scored.</param>
public sealed record EvaluationResult(string Protocol, IReadOnlyList<PredictorResult> Predictors, long Frames);
