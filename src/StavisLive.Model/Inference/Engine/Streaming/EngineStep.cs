using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>A step that no longer needs its streams: they may move on while it is computed. Its tensors belong to the scope it was begun in.</summary>
/// <param name="Inputs">What is there to be seen of each window.</param>
/// <param name="Excerpts">Each window's audio <c>[1,1,1,35280]</c>, null for silence; empty for a network that doesn't listen.</param>
internal readonly record struct EngineStep(EngineStep.StemOrPictures[] Inputs, Tensor?[] Excerpts)
{
    /// <summary>Either conv1's output, made of what a stream keeps, or the pictures that it is to be computed from.</summary>
    /// <param name="Stem">conv1's output.</param>
    /// <param name="Pictures">Bytes <c>[1,16,112,112,3]</c>, on the device.</param>
    internal readonly record struct StemOrPictures(StemOutput? Stem, Tensor? Pictures);
}
