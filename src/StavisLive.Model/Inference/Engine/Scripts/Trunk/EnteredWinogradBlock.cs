using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>A block of two 3x3x3 convolutions that begins a stage: with a stride, and a projection as its shortcut.</summary>
/// <param name="enter">Method in the program for both: from x to the first's output and the shortcut.</param>
/// <param name="second">Its second convolution.</param>
internal sealed class EnteredWinogradBlock(string enter, WinogradConvolution second) : ResidualBlock
{
    /// <inheritdoc />
    public override Tensor Run(jit.ScriptModule module, WinogradScratch scratch, Tensor x)
    {
        using (x)
        {
            var entered = module.invoke<Tensor[]>(enter, x);
            using var y = entered[0];
            second.Run(module, scratch, y, entered[1], add: true);
            return entered[1];
        }
    }
}
