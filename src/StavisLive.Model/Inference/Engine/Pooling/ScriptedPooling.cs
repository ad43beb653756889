using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Pooling;

/// <summary>By the library, on any device and in any precision.</summary>
/// <param name="module">The engine's program; borrowed.</param>
internal sealed class ScriptedPooling(jit.ScriptModule module) : StemPooling
{
    /// <inheritdoc />
    public override (Tensor Mean, Tensor Pooled) OverTime(Tensor[] outputs, Tensor total) =>
        module.invoke<Tensor[]>("pool_time", outputs, total) is [var mean, var pooled] ? (mean, pooled) : throw new InvalidOperationException("pool_time gives two tensors.");

    /// <inheritdoc />
    public override Tensor OverSpace(Tensor pooled, Tensor attention) => module.invoke<Tensor>("pool_space", pooled, attention);
}
