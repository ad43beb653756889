namespace StavisLive.DeviceChecks;

/// <summary>How near the maps of the golden clips came, the worst of them.</summary>
/// <param name="LogitDifference">Largest difference of logits; 2e-4 in float32 is what the authors' numbers allow.</param>
/// <param name="Correlation">Pearson's, of maps; 0.999 is allowed in half precisions.</param>
/// <param name="Difference">Largest difference of maps; 0.03 is allowed in half precisions.</param>
internal sealed record MapParity(double LogitDifference, double Correlation, double Difference);
