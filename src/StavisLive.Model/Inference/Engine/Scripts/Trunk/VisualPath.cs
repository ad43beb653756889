using System.Collections.Concurrent;
using StavisLive.Model.Inference.Engine.Convolution.Winograd;
using StavisLive.Model.Inference.Engine.Pooling;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Engine.Scripts.Trunk;

/// <summary>Computes the side features from conv1's outputs: the residual stages and the attention between them.</summary>
/// <param name="module">The engine's program; borrowed.</param>
/// <param name="pooling">What pools conv1's outputs.</param>
/// <param name="stages">The blocks of <c>layer1</c> to <c>layer3</c>.</param>
internal sealed class VisualPath(jit.ScriptModule module, StemPooling pooling, ResidualBlock[][] stages) : IDisposable
{
    // As many as steps have been computed side by side.
    private readonly ConcurrentBag<WinogradScratch> _idle = [];

    /// <summary>Computes the visual features of windows. Any number of threads at a time.</summary>
    /// <param name="mean">conv1's outputs averaged over time, <c>[N,56,56,64]</c>.</param>
    /// <param name="pooled">conv1's outputs pooled over time, <c>[N,8,3136,64]</c>; written over.</param>
    /// <returns>The four side features, <c>[N,16,S,S]</c>, and the middle of <c>layer2</c>, <c>[N,14,14,C]</c>.</returns>
    public Tensor[] Run(Tensor mean, Tensor pooled)
    {
        var scratch = _idle.TryTake(out var idle) ? idle : new WinogradScratch();
        try
        {
            var conv1 = module.invoke<Tensor[]>("see_conv1", mean);
            var layer1 = Stage("see_layer1", stages[0], pooling.OverSpace(pooled, conv1[1]), scratch);
            var layer2 = Stage("see_layer2", stages[1], layer1[1], scratch);
            var layer3 = Stage("see_layer3", stages[2], layer2[1], scratch);
            return [conv1[0], layer1[0], layer2[0], layer3[0], layer2[2]];
        }
        finally
        {
            _idle.Add(scratch);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var scratch in _idle) scratch.Dispose();
    }

    private Tensor[] Stage(string see, ResidualBlock[] blocks, Tensor x, WinogradScratch scratch)
    {
        foreach (var block in blocks) x = block.Run(module, scratch, x);
        using (x) return module.invoke<Tensor[]>(see, x);
    }
}
