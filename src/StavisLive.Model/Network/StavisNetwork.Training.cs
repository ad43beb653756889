using StavisLive.Model.Native;
using StavisLive.Model.Network.Fusion;
using StavisLive.Model.Network.Localization;
using StavisLive.Model.Network.Visual;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StavisLive.Model.Network;

/// <content>The pass that training takes: the same function, with gradients in mind.</content>
public sealed partial class StavisNetwork
{
    /// <summary>All maps that losses look at, as float32 logits.</summary>
    /// <remarks>
    /// The trunk and the sound network compute in the precision of their inputs, whatever the weights are kept in; heads compute in
    /// float32. A head that is linear in the side features is applied before they are enlarged: sixteen times cheaper, equal but for rounding.
    /// </remarks>
    /// <param name="frames">As in <see cref="forward"/>.</param>
    /// <param name="audio">As in <see cref="forward"/>.</param>
    /// <returns>
    /// The fused map and the visual head's, <c>[N,1,112,112]</c> (of a visual-only network the same map), and the four
    /// supervision maps <c>[N,4,112,112]</c>.
    /// </returns>
    public (Tensor Fused, Tensor Visual, Tensor Supervision) Supervised(Tensor frames, Tensor? audio)
    {
        CheckShapes(frames, audio);
        using var scope = NewDisposeScope();
        var x = bn1.call(FrameConvolution.Call(conv1, frames)).relu_();
        var (side1, activation1) = score_dsn[0].Prepare(x);
        x = layer1.call(maxpool.call(Dsam.ApplyAttention(x, activation1)));
        var (side2, activation2) = score_dsn[1].Prepare(x);
        var middle = layer2.call(Dsam.ApplyAttention(x, activation2));
        var (side3, activation3) = score_dsn[2].Prepare(middle);
        // libtorch 2.10's gradient of a bfloat16 Conv3d's weights is NaN at layer3's sizes; its maps are small, so float32 costs little.
        x = layer3.call(Dsam.ApplyAttention(middle, activation3).to(float32));
        var (side4, activation4) = score_dsn[3].Prepare(x);
        Tensor[] sides = [side1, side2, side3, side4];
        Tensor[] activations = [activation1, activation2, activation3, activation4];

        var visual = Biased(Weigh(sides, fuse).Plus(fuse.bias!.view(1, 1, 1, 1)));
        var fused = Variant.Audiovisual ? Biased(FuseWithAudio(sides, middle.to(float32), soundnet8.call(audio!).to(float32))) : visual.alias();
        var supervision = cat([.. activations.Select((activation, index) => score_dsn[index].Supervise(activation))], 1);
        return (fused.MoveToOuterDisposeScope(), visual.MoveToOuterDisposeScope(), supervision.MoveToOuterDisposeScope());
    }

    private Tensor FuseWithAudio(Tensor[] sides, Tensor middle, Tensor embedding)
    {
        var located = fusion3.Locate(middle, embedding);
        if (_fusion is ConcatFusion concat)
            return Weigh(sides, concat.Head).Plus(SoundLocalization.Upsample(concat.WeighLocalization(located)));
        var visual = cat([.. sides.Select((side, index) => score_dsn[index].Upsample(side))], 1);
        return _fusion.Fuse(visual, SoundLocalization.Upsample(located));
    }

    // The share of the side features in a head's map, without its bias.
    private Tensor Weigh(Tensor[] sides, Conv2d head)
    {
        var weights = head.weight!.flatten();
        var sum = score_dsn[0].Weigh(sides[0], weights.narrow(0, 0, Dsam.SideChannels));
        for (var index = 1; index < sides.Length; index++)
            sum = sum.Plus(score_dsn[index].Weigh(sides[index], weights.narrow(0, index * Dsam.SideChannels, Dsam.SideChannels)));
        return sum;
    }
}
