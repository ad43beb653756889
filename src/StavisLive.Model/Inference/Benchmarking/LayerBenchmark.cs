using System.Diagnostics;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Convolution;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>Measures convolutions one by one.</summary>
internal static class LayerBenchmark
{
    private const int Repetitions = 15;

    /// <summary>Every convolution of an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="peak">The machine's peak in a precision, 10^9 operations per second.</param>
    public static IEnumerable<LayerTiming> Measure(SaliencyEngine engine, Device device, Func<ScalarType, double> peak)
    {
        using var inference = inference_mode();
        foreach (var layer in engine.Layers)
        {
            using var scope = NewDisposeScope();
            var seconds = Seconds(input => engine.Run(layer, input), layer, device, layer.Precision, Repetitions);
            var rate = layer.Operations / 1e9 / seconds;
            yield return new LayerTiming(layer.Name, string.Join('x', layer.Kernel), 1000 * seconds, rate, rate / peak(layer.Precision));
        }
    }

    /// <summary>Median, or best, duration of one convolution on random numbers.</summary>
    public static double Seconds(
        Func<Tensor, Tensor> run, ConvolutionLayer layer, Device device, ScalarType precision, int repetitions, bool best = false)
    {
        var input = Input(layer, device, precision);
        var durations = new double[repetitions];
        for (var repetition = -2; repetition < repetitions; repetition++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var output = run(input);
            Synchronize(device);
            if (repetition >= 0) durations[repetition] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
        Array.Sort(durations);
        return durations[best ? 0 : repetitions / 2];
    }

    /// <summary>Waits for a graphics processor, whose calls return at once.</summary>
    public static void Synchronize(Device device)
    {
        if (device.type == DeviceType.CUDA) cuda.synchronize(device);
    }

    // Channels innermost in memory, as the engine's tensors are.
    private static Tensor Input(ConvolutionLayer layer, Device device, ScalarType precision)
    {
        var shape = layer.Input;
        var values = randn([shape[0], .. shape[2..], shape[1]]).to(precision, device);
        return values.permute([0, shape.Length - 1, .. Enumerable.Range(1, shape.Length - 2).Select(d => (long)d)]);
    }
}
