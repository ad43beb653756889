using StavisLive.Evaluation.Baselines;
using StavisLive.Evaluation.Clips;

namespace StavisLive.Evaluation.Sets;

/// <summary>A data set, ready to be evaluated.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Clips">What runs through the network, in order.</param>
/// <param name="TrainingMean">The mean density of the part that is trained on; null where that part isn't known.</param>
/// <param name="Notices">What the user should know before believing the scores.</param>
public sealed record EvaluationSet(string Name, IReadOnlyList<EvaluationClip> Clips, FixedMap? TrainingMean, IReadOnlyList<string> Notices);
