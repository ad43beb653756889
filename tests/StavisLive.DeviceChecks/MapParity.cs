using StavisLive.Core.Inference;

namespace StavisLive.DeviceChecks;

/// <summary>How near the maps of the golden clips came, the worst of them.</summary>
/// <param name="LogitDifference">Largest difference of logits.</param>
/// <param name="Correlation">Pearson's, of maps.</param>
/// <param name="Difference">Largest difference of maps.</param>
internal sealed record MapParity(double LogitDifference, double Correlation, double Difference)
{
    /// <summary>Whether it is as near as the authors' numbers ask for. NaN is not.</summary>
    public bool Suffices(InferencePrecision precision) =>
        precision == InferencePrecision.Fp32 ? LogitDifference <= 2e-4 : Correlation >= 0.999 && Difference <= 0.03;
}
