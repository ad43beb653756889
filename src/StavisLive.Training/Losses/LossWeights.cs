using StavisLive.Model.Native;
using static TorchSharp.torch;

namespace StavisLive.Training.Losses;

/// <summary>A mixture of <see cref="SaliencyLosses"/>. Without arguments it is the published one (STAViS, section 3.4).</summary>
public sealed record LossWeights
{
    /// <summary>Weight of the cross-entropy, which is a sum over 12,544 pixels.</summary>
    public double CrossEntropy { get; init; } = 0.1;

    /// <summary>Weight of minus the correlation.</summary>
    public double Correlation { get; init; } = 2;

    /// <summary>Weight of minus the normalised scanpath saliency.</summary>
    public double Scanpath { get; init; } = 1;

    /// <summary>Weight of the Kullback-Leibler divergence.</summary>
    public double Divergence { get; init; }

    /// <summary>The mixture, one number per sample: <c>[N]</c>.</summary>
    /// <param name="logits"><c>[N,H,W]</c></param>
    /// <param name="density"><c>[N,H,W]</c>, 0..1.</param>
    /// <param name="fixations"><c>[N,H,W]</c>, looked at where more than 0.</param>
    internal Tensor Of(Tensor logits, Tensor density, Tensor fixations)
    {
        using var scope = NewDisposeScope();
        var total = zeros(logits.shape[0], dtype: logits.dtype, device: logits.device);
        if (CrossEntropy != 0) total = total.Plus(SaliencyLosses.CrossEntropy(logits, density).Times(CrossEntropy));
        if (Correlation != 0) total = total.Plus(SaliencyLosses.Correlation(logits, density).Times(Correlation));
        if (Scanpath != 0) total = total.Plus(SaliencyLosses.Scanpath(logits, fixations).Times(Scanpath));
        if (Divergence != 0) total = total.Plus(SaliencyLosses.Divergence(logits, density).Times(Divergence));
        return total.MoveToOuterDisposeScope();
    }
}
