namespace StavisLive.Evaluation.Foveation;

/// <summary>What was found with one codec and one way of setting the rate.</summary>
/// <param name="Baseline">The encoder by itself, with its own adaptive quantization.</param>
/// <param name="Arms">With regions, by what they are made of.</param>
public sealed record CodecResult(IReadOnlyList<ProofPoint> Baseline, IReadOnlyDictionary<string, ArmResult> Arms);
