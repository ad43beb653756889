using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>A block of two 3x3x3 convolutions (ResNet-10, 18, 34) whose shortcut is its input.</summary>
/// <param name="first">Its first convolution.</param>
/// <param name="second">Its second one.</param>
internal sealed class BasicWinogradBlock(WinogradConvolution first, WinogradConvolution second) : ResidualBlock
{
    /// <inheritdoc />
    public override Tensor Run(jit.ScriptModule module, WinogradScratch scratch, Tensor x)
    {
        using var y = empty_like(x);
        first.Run(module, scratch, x, y, add: false);
        second.Run(module, scratch, y, x, add: true);
        return x;
    }
}
