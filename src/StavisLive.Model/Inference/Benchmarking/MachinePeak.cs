using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Inference.Engine.Scripts;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>The fastest that convolutions run on a machine.</summary>
internal static class MachinePeak
{
    // Large and regular enough for the library at its best, small enough for the caches; the better of both counts.
    private static readonly (int Channels, int Kernel, int Side)[] Candidates = [(256, 3, 28), (1024, 1, 28)];

    private const int Repetitions = 40;

    /// <summary>10^9 operations per second.</summary>
    public static double Measure(Device device, ScalarType precision)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var script = new ScriptBuilder(EngineFactory.DialectFor(device, precision), device);
        var layers = Candidates.Select(candidate => Layer(script, candidate, precision)).ToList();
        using var module = script.Build();
        return layers.Max(layer => layer.Operations / 1e9 / LayerBenchmark.Seconds(input => module.invoke<Tensor>(layer.Name, input), layer, device, precision, Repetitions, best: true));
    }

    private static ConvolutionLayer Layer(ScriptBuilder script, (int Channels, int Kernel, int Side) shape, ScalarType precision)
    {
        var (channels, kernel, side) = shape;
        return script.Convolution(
            $"peak{kernel}x{kernel}",
            (randn(channels, channels, kernel, kernel), zeros(channels)),
            [1, 1],
            [kernel / 2, kernel / 2],
            [1, channels, side, side],
            precision);
    }
}
