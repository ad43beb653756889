using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Scoring;

/// <summary>Mean differences of scores, with the 95% intervals that they lie in.</summary>
/// <param name="Rows">Videos or stills that were compared.</param>
/// <param name="Mean">The mean difference.</param>
/// <param name="Low">Where its interval begins; undefined where a single row was compared.</param>
/// <param name="High">Where it ends.</param>
public sealed record DifferenceScores(int Rows, MapScores Mean, MapScores Low, MapScores High);
