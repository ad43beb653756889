using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>
/// A step that no longer needs its streams: they may move on while it is computed. Its tensors belong to the scope it was begun in. The device
/// computes windows of known streams first, in their order, and behind them the others.
/// </summary>
/// <param name="Rows">Of each window in that order its place among those of the step.</param>
/// <param name="Known">conv1's outputs of windows made of what their streams keep; null if there are none.</param>
/// <param name="Pictures">Those of the others, bytes <c>[n,16,112,112,3]</c>, on the device; null if there are none.</param>
/// <param name="Audio">Audio of those that have any, <c>[n,1,1,35280]</c>, on the device; null if there are none, and for a network that doesn't listen.</param>
/// <param name="HasAudio">Which of them that are, in the device's order.</param>
internal sealed record EngineStep(int[] Rows, StemOutput? Known, Tensor? Pictures, Tensor? Audio, bool[] HasAudio);
