using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer.Weights;

/// <summary>Zeroes time slices of the first convolution that have learned next to nothing: what is zero is not computed (docs/measurements/performance.md).</summary>
internal static class QuietTaps
{
    private const string Layer = "conv1.weight";

    /// <summary>Zeroes them.</summary>
    /// <param name="network">Changed in place.</param>
    /// <param name="smallest">Slices stay whose norm is at least this share of the kernel's.</param>
    public static void Zero(StavisNetwork network, double smallest)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var kernel = network.state_dict()[Layer];
        var least = kernel.norm().item<float>() * smallest;
        foreach (var slice in kernel.unbind(2).Where(slice => slice.norm().item<float>() < least)) slice.zero_();
    }
}
