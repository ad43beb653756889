using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Fusion;

/// <summary>z = fuseav [V, L], the published choice.</summary>
internal sealed class ConcatFusion(int maps) : FusionHead
{
    private readonly Conv2d _fuse = Conv2d(StavisNetwork.SideFeatures + maps, 1, 1, device: META).WithMemory();

    /// <inheritdoc />
    public override IEnumerable<(string Name, Module Module)> Parts => [("fuseav", _fuse)];

    /// <summary>The head, 64 + maps -> 1.</summary>
    public Conv2d Head => _fuse;

    /// <summary>The localisation maps' share in the head's map, and its bias: <c>[N,maps,H,W] -> [N,1,H,W]</c>.</summary>
    public Tensor WeighLocalization(Tensor localization)
    {
        using var weight = _fuse.weight!.narrow(1, StavisNetwork.SideFeatures, maps);
        return functional.conv2d(localization, weight, _fuse.bias);
    }

    /// <inheritdoc />
    public override Tensor Fuse(Tensor visual, Tensor localization)
    {
        using var both = cat([visual, localization], 1);
        return _fuse.call(both);
    }
}
