using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>z = fuse_modulated (V * L), map by map; a single L multiplies all.</summary>
internal sealed class ModulatedFusion : FusionHead
{
    private readonly Conv2d _fuse = Conv2d(StavisNetwork.SideFeatures, 1, 1, device: META).WithMemory();

    /// <inheritdoc />
    public override IEnumerable<(string Name, Module Module)> Parts => [("fuse_modulated", _fuse)];

    /// <inheritdoc />
    public override Tensor Fuse(Tensor visual, Tensor localization)
    {
        using var product = visual * localization;
        return _fuse.call(product);
    }
}
