using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>p = w_v sigma(fuse V) + w_a sigma(fuse_audio L), (w_v, w_a) = softmax of two learned numbers.</summary>
internal sealed class SumFusion(Module<Tensor, Tensor> fuse, Module<Tensor, Tensor> fuseAudio) : FusionHead
{
    private readonly MixingWeights _weights = new(2);

    /// <inheritdoc />
    public override IEnumerable<(string Name, Module Module)> Parts => [("fuse_audio", fuseAudio), ("fuse_sum", _weights)];

    /// <inheritdoc />
    public override Tensor Fuse(Tensor visual, Tensor localization)
    {
        using var scope = NewDisposeScope();
        var seen = Probabilities.OfLogits(fuse.call(visual));
        var heard = Probabilities.OfLogits(fuseAudio.call(localization));
        return Probabilities.ToLogits(_weights.call([seen, heard])).MoveToOuterDisposeScope();
    }
}
