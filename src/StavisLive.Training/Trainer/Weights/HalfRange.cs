using StavisLive.Model.Native;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Training.Trainer.Weights;

/// <summary>Brings weights into the range of half precision without changing what the network computes.</summary>
/// <remarks>
/// A convolution before a batch normalisation may have any scale: the normalisation divides it out again. Networks that were
/// trained on pictures of 0..255 have variances beyond 65,504, the largest half.
/// </remarks>
internal static class HalfRange
{
    private const double LargestVariance = 10_000; // leaves room below 65,504
    private const double Halving = 0.5; // exact in floating point

    /// <summary>Scales every convolution whose variance is too large.</summary>
    /// <param name="network">Changed in place; its function stays, but for the normalisation's epsilon.</param>
    public static void Fit(StavisNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var state = network.state_dict();
        foreach (var (key, variance) in state.Where(entry => entry.Key.EndsWith(".running_var", StringComparison.Ordinal)))
        {
            var scale = 1.0;
            while (variance.max().item<float>() * scale * scale > LargestVariance) scale *= Halving;
            if (scale == 1) continue;
            var normalization = key[..^".running_var".Length];
            var convolution = ConvolutionBefore(normalization);
            variance.Scale(scale * scale);
            state[normalization + ".running_mean"].Scale(scale);
            state[convolution + ".weight"].Scale(scale);
            if (state.TryGetValue(convolution + ".bias", out var bias)) bias.Scale(scale);
        }
    }

    // bn1 follows conv1; in a Sequential n + 1 follows n.
    private static string ConvolutionBefore(string normalization)
    {
        var dot = normalization.LastIndexOf('.') + 1;
        var name = normalization[dot..];
        return normalization[..dot] + (int.TryParse(name, out var number) ? (number - 1).ToString() : name.Replace("bn", "conv"));
    }
}
