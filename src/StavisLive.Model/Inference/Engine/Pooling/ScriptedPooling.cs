using StavisLive.Model.Inference.Engine.Streaming;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Pooling;

/// <summary>By the library, on any device and in any precision.</summary>
/// <param name="module">The engine's program; borrowed.</param>
internal sealed class ScriptedPooling(jit.ScriptModule module) : StemPooling
{
    /// <inheritdoc />
    public override StemOutput OverTime(Tensor[] outputs) => StemOutput.Of(module.invoke<Tensor[]>("pool_time", (object)outputs));

    /// <inheritdoc />
    public override Tensor OverSpace(Tensor pooled, Tensor attention) => module.invoke<Tensor>("pool_space", pooled, attention);
}
