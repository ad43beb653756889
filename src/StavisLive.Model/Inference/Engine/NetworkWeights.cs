using StavisLive.Model.Native;
using StavisLive.Model.Network;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>A network's tensors by their published names; the batch normalisations folded where asked.</summary>
/// <param name="network">The network, in float32; borrowed.</param>
internal sealed class NetworkWeights(StavisNetwork network)
{
    // PyTorch's default, which the authors kept.
    private const double Epsilon = 1e-5;

    private readonly Dictionary<string, Tensor> _state = network.state_dict();

    /// <summary>Which network.</summary>
    public NetworkVariant Variant => network.Variant;

    /// <summary>A tensor by its name.</summary>
    public Tensor this[string key] => _state[key].detach().to(float32).cpu();

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string key) => _state.ContainsKey(key);

    /// <summary>A convolution with the batch normalisation behind it: the same function as one convolution with a bias.</summary>
    public (Tensor Weight, Tensor? Bias) Folded(string convolution, string normalization)
    {
        var weight = this[$"{convolution}.weight"];
        var scale = this[$"{normalization}.weight"] * this[$"{normalization}.running_var"].Plus(Epsilon).rsqrt();
        var mean = this[$"{normalization}.running_mean"];
        var own = Has($"{convolution}.bias") ? this[$"{convolution}.bias"] - mean : -mean;
        long[] perOutput = [-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)];
        return (weight * scale.view(perOutput), this[$"{normalization}.bias"].Plus(own * scale));
    }
}
