using System.Diagnostics;
using System.Globalization;
using StavisLive.Core.Inference;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Benchmarking;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Inference.Engine.Convolution;
using StavisLive.Model.Native;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>What each of the engine's ideas gives, in one run, the variants taking turns.</summary>
internal static class EngineGains
{
    private const int Rounds = 12;
    private const int StepsPerRound = 6;
    private const int ThroughputSteps = 120;

    /// <summary>Measures a depth in both precisions and writes a line for each variant.</summary>
    public static void Measure(TextWriter output, int depth)
    {
        TorchRuntime.EnsureLoaded();
        foreach (var precision in new[] { ScalarType.BFloat16, ScalarType.Float32 }) Measure(output, depth, precision);
    }

    private static void Measure(TextWriter output, int depth, ScalarType precision)
    {
        var cpu = device(DeviceType.CPU);
        using var network = new StavisNetwork(new NetworkVariant(depth));
        network.eval();
        using var plain = new PlainBenchmark(new StavisNetwork(new NetworkVariant(depth)), cpu, precision);
        using var aten = new SaliencyEngine(network, cpu, precision, new PlainDialect());
        using var direct = new SaliencyEngine(network, cpu, precision, new OneDnnDialect(usesVectors: false));
        using var oneDnn = new SaliencyEngine(network, cpu, precision, new OneDnnDialect());
        using var atenStream = new ProbeStream(0);
        using var directStream = new ProbeStream(0);
        using var oneDnnStream = new ProbeStream(0);
        using var rareStream = new ProbeStream(1);
        var (atenTimes, directTimes, oneDnnTimes, beginTimes, rareTimes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            plain.Run(1);
            for (var step = 0; step < StepsPerRound; step++)
            {
                Step(aten, atenStream, atenTimes, null);
                Step(direct, directStream, directTimes, null);
                Step(oneDnn, oneDnnStream, oneDnnTimes, beginTimes);
            }
            for (var picture = 1; picture < NetworkWindow.Frames; picture++) rareStream.Next();
            Step(oneDnn, rareStream, rareTimes, null);
        }
        var name = $"ResNet-{depth}, {precision.ToString().ToLowerInvariant()}";
        Write("plain eager pass", plain.Median);
        Write("engine on ATen's convolutions", Median(atenTimes));
        Write("engine on oneDNN's, called directly", Median(directTimes));
        Write("Winograd and pooling on own vectors", Median(oneDnnTimes));
        Write("  of it conv1 and what a stream keeps", Median(beginTimes));
        Write("  a step whose pictures are all new", Median(rareTimes));
        Write("two steps side by side, for each map", Parallel(depth, precision));

        void Write(string what, double milliseconds) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}  {what,-40} {milliseconds,7:0.0} ms"));
    }

    private static void Step(SaliencyEngine engine, ProbeStream stream, List<double> times, List<double>? begins)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var begun = Stopwatch.GetTimestamp();
        using var step = engine.Begin([stream.Window]);
        var stem = engine.Stem(step);
        begins?.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        engine.Finish(step, stem);
        times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        stream.Next();
    }

    private static double Parallel(int depth, ScalarType precision)
    {
        var threads = get_num_threads();
        var options = new PredictorOptions
        {
            Device = ComputeDevice.Cpu,
            Precision = precision == ScalarType.Float32 ? InferencePrecision.Fp32 : InferencePrecision.Bf16,
        };
        using var predictor = new SaliencyPredictor(new StavisNetwork(new NetworkVariant(depth)), options);
        var rate = ThroughputBenchmark.Run(predictor, streams: 1, newPictures: 1, ThroughputSteps, TimeProvider.System);
        set_num_threads(threads);
        return 1000 / rate;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
