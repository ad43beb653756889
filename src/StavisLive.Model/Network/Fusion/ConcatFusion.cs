using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>z = fuseav [V, L], the published choice.</summary>
internal sealed class ConcatFusion(int maps) : FusionHead
{
    private readonly Conv2d _fuse = Conv2d(StavisNetwork.SideFeatures + maps, 1, 1);

    /// <inheritdoc />
    public override IEnumerable<(string Name, Module Module)> Parts => [("fuseav", _fuse)];

    /// <inheritdoc />
    public override Tensor Fuse(Tensor visual, Tensor localization)
    {
        using var both = cat([visual, localization], 1);
        return _fuse.call(both);
    }
}
