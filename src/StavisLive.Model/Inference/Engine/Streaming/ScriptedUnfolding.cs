using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>By the library, on any device and in any precision.</summary>
/// <param name="module">The engine's program; borrowed.</param>
internal sealed class ScriptedUnfolding(jit.ScriptModule module) : PictureUnfolding
{
    /// <inheritdoc />
    public override Tensor Unfold(Tensor pictures) => module.invoke<Tensor>("unfold", pictures);
}
