using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>A block that is all the library's.</summary>
/// <param name="method">Its method in the program.</param>
internal sealed class ScriptedBlock(string method) : ResidualBlock
{
    /// <inheritdoc />
    public override Tensor Run(jit.ScriptModule module, WinogradScratch scratch, Tensor x)
    {
        using (x) return module.invoke<Tensor>(method, x);
    }
}
