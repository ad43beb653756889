namespace StavisLive.Evaluation.Arrays;

/// <summary>The .npy files that predicted maps are scored from.</summary>
/// <param name="Predictions"><c>[N,H,W]</c>; of another height and width than the density, they are resized.</param>
/// <param name="Density"><c>[N,H,W]</c>.</param>
/// <param name="Fixations"><c>[N,H,W]</c>; a pixel above zero is fixated.</param>
/// <param name="Other"><c>[N,H,W]</c> or <c>[H,W]</c>: fixations of other pictures.</param>
/// <param name="Baseline"><c>[N,H,W]</c> or <c>[H,W]</c>: what information is gained over; resized like predictions.</param>
public sealed record ArrayEvaluationFiles(string Predictions, string Density, string Fixations, string? Other, string? Baseline);
