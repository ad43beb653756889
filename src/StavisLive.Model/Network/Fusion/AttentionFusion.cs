using StavisLive.Model.Native;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>p = sigma(fuse V) (1 + sigma(fuse_audio L)) / 2.</summary>
internal sealed class AttentionFusion(Module<Tensor, Tensor> fuse, Module<Tensor, Tensor> fuseAudio) : FusionHead
{
    /// <inheritdoc />
    public override IEnumerable<(string Name, Module Module)> Parts => [("fuse_audio", fuseAudio)];

    /// <inheritdoc />
    public override Tensor Fuse(Tensor visual, Tensor localization)
    {
        using var scope = NewDisposeScope();
        var seen = Probabilities.OfLogits(fuse.call(visual));
        var heard = Probabilities.OfLogits(fuseAudio.call(localization));
        return Probabilities.ToLogits((seen * heard.Plus(1)).DividedBy(2)).MoveToOuterDisposeScope();
    }
}
