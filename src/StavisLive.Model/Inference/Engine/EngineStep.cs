using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine;

/// <summary>A step that no longer needs its streams: they may move on while it is computed. Its tensors belong to the scope it was begun in.</summary>
/// <param name="Mean">conv1's outputs averaged over time, <c>[N,56,56,64]</c>.</param>
/// <param name="Pooled">conv1's outputs pooled over time, <c>[N,8,3136,64]</c>.</param>
/// <param name="Excerpts">Each window's sound <c>[1,1,1,35280]</c>, null for silence; empty for a network that doesn't listen.</param>
internal readonly record struct EngineStep(Tensor Mean, Tensor Pooled, Tensor?[] Excerpts);
