using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>p = softmax-weighted sum of the four others' p.</summary>
internal sealed class CombinedFusion(int maps, Module<Tensor, Tensor> fuse, Module<Tensor, Tensor> fuseAudio) : FusionHead
{
    // Their order is that of the four learned numbers in the checkpoint.
    private readonly FusionHead[] _schemes =
        [new ConcatFusion(maps), new ModulatedFusion(), new SumFusion(fuse, fuseAudio), new AttentionFusion(fuse, fuseAudio)];

    private readonly MixingWeights _weights = new(4);

    /// <inheritdoc />
    public override IEnumerable<(string Name, Module Module)> Parts =>
        _schemes.SelectMany(scheme => scheme.Parts).DistinctBy(part => part.Name).Append(("fuse_combined", _weights));

    /// <inheritdoc />
    public override Tensor Fuse(Tensor visual, Tensor localization)
    {
        using var scope = NewDisposeScope();
        var each = Array.ConvertAll(_schemes, scheme => Probabilities.OfLogits(scheme.Fuse(visual, localization)));
        return Probabilities.ToLogits(_weights.call(each)).MoveToOuterDisposeScope();
    }
}
