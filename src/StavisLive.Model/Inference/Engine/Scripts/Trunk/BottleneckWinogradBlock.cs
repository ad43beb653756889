using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>A block of a 1x1x1, a 3x3x3 and a 1x1x1 convolution (ResNet-50 and deeper).</summary>
/// <param name="enter">Method in the program: from x to the first convolution's output and the shortcut.</param>
/// <param name="middle">The second convolution.</param>
/// <param name="leave">Method in the program: from the second's output and the shortcut to the block's.</param>
internal sealed class BottleneckWinogradBlock(string enter, WinogradConvolution middle, string leave) : ResidualBlock
{
    /// <inheritdoc />
    public override Tensor Run(jit.ScriptModule module, WinogradScratch scratch, Tensor x)
    {
        using (x)
        {
            var entered = module.invoke<Tensor[]>(enter, x);
            using var y = entered[0];
            using var shortcut = entered[1];
            middle.Run(module, scratch, y, y, add: false);
            return module.invoke<Tensor>(leave, y, shortcut);
        }
    }
}
