using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace StavisLive.Model.Network.Visual;

/// <summary>One stage of the trunk: residual blocks in a row, of which the first may halve time and space.</summary>
internal static class ResidualStage
{
    /// <summary>Stage 1, 2 or 3 of a ResNet, <c>[N,Cin,T,H,W] -> [N,C,T/s,H/s,W/s]</c> with s = 1 for the first stage, else 2.</summary>
    public static Sequential Create(ResNetLayout layout, int stage)
    {
        var planes = ResNetLayout.Planes[stage - 1];
        var input = stage == 1 ? ResNetLayout.StemChannels : layout.Channels(stage - 1);
        var stride = stage == 1 ? 1 : 2;

        var blocks = new Module<Tensor, Tensor>[layout.Blocks[stage - 1]];
        for (var index = 0; index < blocks.Length; index++)
        {
            blocks[index] = layout.Expansion == 1
                ? new BasicBlock(input, planes, index == 0 ? stride : 1)
                : new Bottleneck(input, planes, index == 0 ? stride : 1);
            input = layout.Channels(stage);
        }
        return Sequential(blocks);
    }

    /// <summary>The projection of a shortcut whose shape changes (type B); null where it stays the same.</summary>
    public static Sequential? Projection(int input, int output, int stride) =>
        stride == 1 && input == output
            ? null
            : Sequential(Conv3d(input, output, 1, stride, bias: false, device: META).WithMemory(), BatchNorm3d(output));
}
