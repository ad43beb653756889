using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>Makes one saliency map of visual features and localisation maps (STAViS, section 3.3).</summary>
/// <remarks>
/// No module itself: its parts stand in the checkpoint at the top, beside <c>fuse</c>, so the network registers them by
/// <see cref="Parts"/> and owns them.
/// </remarks>
internal abstract class FusionHead
{
    /// <summary>The modules with weights that belong to this scheme, by the names of the checkpoint.</summary>
    public abstract IEnumerable<(string Name, Module Module)> Parts { get; }

    /// <summary>The scheme that a variant asks for.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="fuse">The network's visual head, 64 -> 1; borrowed.</param>
    public static FusionHead Create(NetworkVariant variant, Module<Tensor, Tensor> fuse) => variant.Fusion switch
    {
        FusionScheme.Concat => new ConcatFusion(variant.LocalizationMaps),
        FusionScheme.Modulated => new ModulatedFusion(),
        FusionScheme.Sum => new SumFusion(fuse, AudioHead(variant)),
        FusionScheme.Attention => new AttentionFusion(fuse, AudioHead(variant)),
        FusionScheme.Combined => new CombinedFusion(variant.LocalizationMaps, fuse, AudioHead(variant)),
        _ => throw new ArgumentOutOfRangeException(nameof(variant), variant.Fusion, "Unknown fusion."),
    };

    /// <summary>Fuses.</summary>
    /// <param name="visual">V, the four side features: <c>[N,64,112,112]</c>.</param>
    /// <param name="localization">L: <c>[N,maps,112,112]</c>.</param>
    /// <returns>Logits <c>[N,1,112,112]</c>.</returns>
    public abstract Tensor Fuse(Tensor visual, Tensor localization);

    private static Module<Tensor, Tensor> AudioHead(NetworkVariant variant) => Conv2d(variant.LocalizationMaps, 1, 1, device: META).WithMemory();
}
