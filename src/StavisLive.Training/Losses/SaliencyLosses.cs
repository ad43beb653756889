using StavisLive.Model.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Training.Losses;

/// <summary>Losses of saliency maps, one number per sample (STAViS, section 3.4; the divergence after Jetley et al., CVPR 2016).</summary>
/// <remarks>
/// Maps are <c>[N,H,W]</c>: logits; density, 0..1; fixations, looked at where more than 0. Results are <c>[N]</c>, smaller is better.
/// </remarks>
internal static class SaliencyLosses
{
    // The authors' guard against division by nothing: float32's epsilon.
    private const double Epsilon = 1.19209290e-7;

    private static readonly long[] Space = [1, 2];

    /// <summary>Binary cross-entropy summed over pixels.</summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor density)
    {
        using var pixels = functional.binary_cross_entropy_with_logits(logits, density, reduction: Reduction.None);
        return pixels.sum(Space);
    }

    /// <summary>Minus Pearson's correlation of the map with the density.</summary>
    public static Tensor Correlation(Tensor logits, Tensor density)
    {
        using var scope = NewDisposeScope();
        var x = Centred(logits.sigmoid());
        var y = Centred(density);
        var norms = x.Squared().sum(Space).sqrt() * y.Squared().sum(Space).sqrt().Plus(Epsilon);
        return ((x * y).sum(Space).neg() / norms).MoveToOuterDisposeScope();
    }

    /// <summary>Minus the mean of the standardised map where people looked; 0 where nobody did.</summary>
    public static Tensor Scanpath(Tensor logits, Tensor fixations)
    {
        using var scope = NewDisposeScope();
        var x = Centred(logits.sigmoid());
        var deviation = x.Squared().mean(Space).sqrt();
        var looked = fixations.IsPositive().to(x.dtype);
        return ((x * looked).sum(Space).neg() / (deviation * looked.sum(Space).Plus(Epsilon))).MoveToOuterDisposeScope();
    }

    /// <summary>Kullback-Leibler divergence of the map from the density, both as distributions.</summary>
    public static Tensor Divergence(Tensor logits, Tensor density)
    {
        using var scope = NewDisposeScope();
        // log(sigmoid / its sum), from the logits, so that nothing vanishes.
        var logMap = functional.logsigmoid(logits).flatten(1).log_softmax(1);
        var target = density.flatten(1);
        target = target / target.sum(1, keepdim: true).Plus(Epsilon);
        return (target.xlogy(target) - (target * logMap)).sum(1).MoveToOuterDisposeScope();
    }

    private static Tensor Centred(Tensor maps) => maps - maps.mean(Space, keepdim: true);
}
