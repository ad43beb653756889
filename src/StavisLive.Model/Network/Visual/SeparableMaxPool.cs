using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Visual;

/// <summary>3x3x3 maximum with stride 2 and padding 1, <c>[N,C,T,H,W] -> [N,C,T/2,H/2,W/2]</c> for even T and for a single frame.</summary>
/// <remarks>
/// The maximum over a box is the maximum over time of maxima over space, to the bit. libtorch pools three dimensions at once on
/// one thread without vectors; apart, both halves use all of them.
/// </remarks>
internal sealed class SeparableMaxPool() : Module<Tensor, Tensor>(nameof(SeparableMaxPool))
{
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var (batch, channels, frames) = (input.shape[0], input.shape[1], input.shape[2]);

        if (frames == 1) return functional.max_pool2d(input.squeeze(2), 3, stride: 2, padding: 1).unsqueeze(2).MoveToOuterDisposeScope();

        // Output t covers frames 2t-1, 2t and 2t+1; frame -1 is padding.
        var even = input.slice(2, 0, frames, 2);
        var odd = input.slice(2, 1, frames, 2);
        var pairs = maximum(even, odd);
        var first = pairs.narrow(2, 0, 1);
        var rest = maximum(pairs.narrow(2, 1, (frames / 2) - 1), odd.narrow(2, 0, (frames / 2) - 1));
        var inTime = cat([first, rest], 2);

        var pooled = functional.max_pool2d(inTime.flatten(0, 1), 3, stride: 2, padding: 1);
        return pooled.view(batch, channels, frames / 2, pooled.shape[2], pooled.shape[3]).MoveToOuterDisposeScope();
    }
}
