namespace StavisLive.Evaluation.Foveation;

/// <summary>What regions are made of in a comparison.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Maps">A 112x112 map for each picture.</param>
internal sealed record ProofArm(string Name, float[][] Maps);
