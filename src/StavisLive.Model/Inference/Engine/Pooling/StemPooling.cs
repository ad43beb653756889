using StavisLive.Model.Inference.Engine.Streaming;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Pooling;

/// <summary>What becomes of conv1's outputs in front of <c>layer1</c>: their mean over time, and their maximum over time and space.</summary>
internal abstract class StemPooling
{
    /// <summary>Mean and maximum over time.</summary>
    /// <param name="outputs">Sixteen outputs, <c>[N,56,56,64]</c>, oldest first; the last three may still be sums in float32 (<see cref="StreamStem.PushedOutputs"/>).</param>
    public abstract StemOutput OverTime(Tensor[] outputs);

    /// <summary>Attention, then the maximum over 3x3 positions, two apart.</summary>
    /// <param name="pooled"><c>[N,8,3136,64]</c>, not negative; may be written over.</param>
    /// <param name="attention"><c>[N,1,3136,1]</c>, positive.</param>
    /// <returns><c>[N,64,8,28,28]</c>, channels innermost.</returns>
    public abstract Tensor OverSpace(Tensor pooled, Tensor attention);
}
