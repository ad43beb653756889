using StavisLive.Model.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Visual;

/// <summary>Deeply supervised attention module (STAViS, section 3.1): features for the saliency map and attention for the trunk.</summary>
internal sealed class Dsam : Module<Tensor, (Tensor Side, Tensor Activation)>
{
    /// <summary>Channels of a module's side features.</summary>
    public const int SideChannels = 16;

    private readonly Conv2d side_prep;
    private readonly Conv2d score_dsn;
    private readonly ConvTranspose2d upscale_;
    private readonly ConvTranspose2d upscale;

    /// <param name="channels">Channels of the trunk at this point.</param>
    /// <param name="scale">How much smaller than the output map the trunk is at this point: 2, 4, 8 or 16.</param>
    public Dsam(int channels, int scale)
        : base(nameof(Dsam))
    {
        side_prep = Conv2d(channels, SideChannels, 3, padding: 1, device: META).WithMemory();
        score_dsn = Conv2d(SideChannels, 1, 1, device: META).WithMemory();

        // The authors upsample without padding and crop the centre; this padding crops the same rows and columns.
        upscale_ = ConvTranspose2d(1, 1, 2 * scale, scale, padding: scale / 2, bias: false, device: META).WithMemory();
        upscale = ConvTranspose2d(SideChannels, SideChannels, 2 * scale, scale, padding: scale / 2, bias: false, device: META).WithMemory();
        RegisterComponents();
    }

    /// <summary>Features at the size of the map and the activation at the trunk's.</summary>
    /// <param name="trunk"><c>[N,C,T,H,W]</c></param>
    /// <returns>Side features <c>[N,16,112,112]</c> and activation <c>[N,1,H,W]</c>.</returns>
    public override (Tensor Side, Tensor Activation) forward(Tensor trunk)
    {
        using var scope = NewDisposeScope();
        var prepared = side_prep.call(trunk.mean([2]));
        return (upscale.call(prepared).MoveToOuterDisposeScope(), score_dsn.call(prepared).MoveToOuterDisposeScope());
    }

    /// <summary>What <see cref="forward"/> gives before it is enlarged, for training: float32 whatever the trunk's precision.</summary>
    /// <returns>Features <c>[N,16,H,W]</c> and activation <c>[N,1,H,W]</c>.</returns>
    public (Tensor Prepared, Tensor Activation) Prepare(Tensor trunk)
    {
        using var scope = NewDisposeScope();
        var prepared = FrameConvolution.Call(side_prep, trunk.mean([2])).to(float32);
        return (prepared.MoveToOuterDisposeScope(), score_dsn.call(prepared).MoveToOuterDisposeScope());
    }

    /// <summary>Enlarges the features and weighs them at once: a 1x1 convolution of <see cref="forward"/>'s side features.</summary>
    /// <remarks>Both are linear, so the weights move into the kernels: one map is enlarged instead of sixteen.</remarks>
    /// <param name="prepared"><c>[N,16,H,W]</c></param>
    /// <param name="weights">A head's weights for these features, <c>[16]</c>.</param>
    /// <returns><c>[N,1,112,112]</c></returns>
    public Tensor Weigh(Tensor prepared, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var kernel = (upscale.weight! * weights.view(1, -1, 1, 1)).sum([1], keepdim: true);
        return functional.conv_transpose2d(prepared, kernel, null, upscale.stride, upscale.padding).MoveToOuterDisposeScope();
    }

    /// <summary>Prepared features at the size of the map: <c>[N,16,H,W] -> [N,16,112,112]</c>.</summary>
    public Tensor Upsample(Tensor prepared) => upscale.call(prepared);

    /// <summary>The trunk, raised where the activation is high: (1 + M) X, M the softmax over positions.</summary>
    public static Tensor ApplyAttention(Tensor trunk, Tensor activation)
    {
        using var scope = NewDisposeScope();
        var attention = activation.flatten(1).softmax(1).view(activation.shape).unsqueeze(2).to(trunk.dtype); // [N,1,1,H,W]
        return (trunk * attention.Plus(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The activation as a saliency map of its own, for deep supervision: logits <c>[N,1,112,112]</c>.</summary>
    public Tensor Supervise(Tensor activation) => upscale_.call(activation);
}
