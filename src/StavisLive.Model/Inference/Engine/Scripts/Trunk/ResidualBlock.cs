using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>A residual block of the network.</summary>
internal abstract class ResidualBlock
{
    /// <summary>Computes it.</summary>
    /// <param name="module">The engine's program.</param>
    /// <param name="scratch">Nobody else's meanwhile.</param>
    /// <param name="x"><c>[N,C,T,H,W]</c>, channels innermost; taken over: written over, and returned or disposed.</param>
    /// <returns>The caller's.</returns>
    public abstract Tensor Run(jit.ScriptModule module, WinogradScratch scratch, Tensor x);
}
