using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Streaming;

/// <summary>conv1's sixteen outputs of one window, averaged and pooled over time.</summary>
/// <param name="Mean">Their average over time, <c>[1,56,56,64]</c>.</param>
/// <param name="Pooled">Pooled over time, <c>[1,8,3136,64]</c>.</param>
internal readonly record struct StemOutput(Tensor Mean, Tensor Pooled)
{
    /// <summary>As the program gives it.</summary>
    public static StemOutput Of(Tensor[] meanAndPooled) => new(meanAndPooled[0], meanAndPooled[1]);
}
