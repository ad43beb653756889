using StavisLive.Model.Native;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Tests.Inference.Engine;

/// <summary>Networks with random weights whose maps vary as trained ones' do: logits of a few units.</summary>
internal static class RandomNetworks
{
    /// <summary>A network in evaluation mode; the caller owns it.</summary>
    /// <remarks>
    /// Start values leave 2-D convolutions near zero and batch normalisations idle, and make transposed convolutions bilinear: a test that
    /// passes with them would prove little.
    /// </remarks>
    public static StavisNetwork Create(NetworkVariant variant)
    {
        var network = new StavisNetwork(variant, seed: 7);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        foreach (var (name, tensor) in network.state_dict())
        {
            if (tensor.dtype != float32) continue;
            if (name is "bn1.running_var" or "soundnet8.1.running_var") Uniform(tensor, 100, 300); // pictures and audio come in tens
            else if (name.EndsWith("running_var", StringComparison.Ordinal)) Uniform(tensor, 0.5, 1.5);
            else if (name.EndsWith("running_mean", StringComparison.Ordinal)) Uniform(tensor, -0.2, 0.2);
            else if (IsNormalization(network, name)) Uniform(tensor, 0.4, 1);
            else if (name is "fusion3.w_a_rgb.weight" or "fusion3.w_inner.weight") Uniform(tensor, -0.02, 0.02);
            else if (name.StartsWith("soundnet8", StringComparison.Ordinal) || name.Contains("side_prep", StringComparison.Ordinal)) FanIn(tensor);
            else if (name.Contains("upscale", StringComparison.Ordinal)) tensor.Add(randn(tensor.shape, generator: generator), 0.02);
            else if (name.EndsWith("weight", StringComparison.Ordinal) && name.StartsWith("fuse", StringComparison.Ordinal)) Uniform(tensor, -0.5, 0.5);
            else if (name.Contains(".score_dsn.weight", StringComparison.Ordinal)) Uniform(tensor, -0.5, 0.5);
            else if (name == "center_bias.weight") Uniform(tensor, -2, 2);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) Uniform(tensor, -0.1, 0.1);
        }
        network.eval();
        return network;

        void Uniform(Tensor tensor, double low, double high) => tensor.copy_(rand(tensor.shape, generator: generator).Times(high - low).Plus(low));

        void FanIn(Tensor tensor)
        {
            var fanIn = tensor.dim() > 1 ? tensor.numel() / tensor.shape[0] : 100;
            tensor.copy_(randn(tensor.shape, generator: generator).Times(Math.Sqrt(2.0 / fanIn)));
        }
    }

    // A vector beside running statistics.
    private static bool IsNormalization(StavisNetwork network, string name) =>
        name.EndsWith(".weight", StringComparison.Ordinal) && network.state_dict().ContainsKey(name[..^"weight".Length] + "running_mean");
}
