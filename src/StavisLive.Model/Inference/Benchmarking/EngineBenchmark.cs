using System.Diagnostics;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>Measures the engine on this machine, and a plain eager pass of the trainable network beside it.</summary>
public static class EngineBenchmark
{
    // Before and after the steps, so that a machine that changes its pace meanwhile shows in neither alone.
    private const int PlainPasses = 10;

    /// <summary>Measures on the calling thread; some seconds to minutes.</summary>
    /// <param name="load">Makes the network; called three times.</param>
    /// <param name="options">What to measure.</param>
    /// <param name="progress">Told of what is going on, many times a second.</param>
    public static BenchmarkReport Run(Func<SaliencyNetwork> load, BenchmarkOptions options, Action<string> progress)
    {
        progress("measuring throughput");
        var throughput = MeasureThroughput(load(), options);

        progress("preparing the engine");
        var network = load();
        var variant = network.Variant;
        var begun = Stopwatch.GetTimestamp();
        using var predictor = new SaliencyPredictor(network, options.Predictor with { Concurrency = 1 });
        var start = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;

        progress("measuring the machine's peak");
        var peak = MachinePeak.Measure(predictor.Device, predictor.Engine.Precision);

        progress("plain passes");
        using var plain = new PlainBenchmark(load().Module, predictor.Device, predictor.Engine.Precision);
        plain.Run(PlainPasses);
        var steps = new StepBenchmark(predictor, options.NewPictures);
        steps.Run(options.Streams, options.Steps, step => progress($"step {step}/{options.Steps}"));
        progress("plain passes");
        plain.Run(PlainPasses);
        var (upload, download) = TransferBenchmark.Measure(predictor, options.Streams);

        progress("layers");
        return new BenchmarkReport
        {
            Depth = variant.Depth,
            Audiovisual = variant.Audiovisual,
            Device = predictor.Description,
            Precision = predictor.Engine.Precision switch { ScalarType.Float32 => "fp32", ScalarType.BFloat16 => "bf16", _ => "fp16" },
            Streams = options.Streams,
            NewPictures = options.NewPictures,
            Step = steps.Durations,
            StepMillisecondsPerMap = steps.MillisecondsPerMap,
            UploadMilliseconds = upload,
            DownloadMilliseconds = download,
            MapsPerSecond = throughput.MapsPerSecond,
            ThroughputDevice = throughput.Device,
            PlainMilliseconds = plain.Median,
            MachinePeakGflops = peak,
            GflopPerMap = options.NewPictures == 1 ? predictor.Engine.SteadyLayers.Sum(layer => layer.Operations) / 1e9 : null,
            StartMilliseconds = start,
            AllocatedBytesPerStep = steps.AllocatedBytesPerStep,
            Gen2Collections = steps.Gen2Collections,
            Memory = StepBenchmark.Memory,
            MemoryGrowth = steps.MemoryGrowth,
            MemoryPerStream = steps.MemoryPerStream,
            Layers = options.Layers ? [.. MeasureLayers(predictor, peak)] : [],
        };
    }

    /// <summary>Measures on the calling thread how many maps a second a network makes when it always has the next window; a second or two.</summary>
    /// <param name="network">The network; given to the predictor that is measured, and freed with it.</param>
    /// <param name="options">What to measure.</param>
    public static Throughput MeasureThroughput(SaliencyNetwork network, BenchmarkOptions options)
    {
        using var predictor = new SaliencyPredictor(network, options.Predictor);
        return Found(ThroughputBenchmark.Run(predictor, options.Streams, options.NewPictures, options.Steps, TimeProvider.System), predictor);
    }

    /// <summary>The same with as many streams as it takes to keep the device busy, one new picture a step.</summary>
    /// <param name="network">The network; given to the predictor that is measured, and freed with it.</param>
    /// <param name="options">Where and how to compute.</param>
    public static Throughput MeasureCapacity(SaliencyNetwork network, PredictorOptions options)
    {
        using var predictor = new SaliencyPredictor(network, options);
        return Found(ThroughputBenchmark.RunFull(predictor, TimeProvider.System), predictor);
    }

    // Asked where it computes only now: a device may have failed meanwhile.
    private static Throughput Found(double mapsPerSecond, SaliencyPredictor predictor) => new(mapsPerSecond, predictor.Description, predictor.UsesCuda);

    private static IEnumerable<LayerTiming> MeasureLayers(SaliencyPredictor predictor, double peak)
    {
        // Some layers are float32 in every precision.
        var singlePeak = predictor.Engine.Precision == float32 ? peak : MachinePeak.Measure(predictor.Device, float32);
        return LayerBenchmark.Measure(predictor.Engine, predictor.Device, precision => precision == float32 ? singlePeak : peak);
    }
}
