using System.Diagnostics;
using StavisLive.Core.Inference;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Benchmarking;
using StavisLive.Model.Network;
using TorchSharp;

namespace StavisLive.Model.Tests.Inference.Benchmarking;

public sealed class ThroughputBenchmarkTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("stavis-cache-");

    public void Dispose() => _cache.Delete(recursive: true);

    [Fact]
    public void Run_OneStepAtATime_LeavesOutWhatMakingItsWindowsTakes()
    {
        const int steps = 80;
        using var predictor = new BusyPredictor(batchSize: 16);

        var begun = Stopwatch.GetTimestamp();
        var mapsPerSecond = ThroughputBenchmark.Run(predictor, streams: 16, newPictures: 1, steps);
        var whole = Stopwatch.GetElapsedTime(begun).TotalSeconds;

        // Nearly all else that the run takes is making windows.
        var rest = whole - predictor.Steps.Sum(step => step.Duration.TotalSeconds);
        var computing = predictor.Steps.TakeLast(steps).Sum(step => step.Duration.TotalSeconds);
        Assert.InRange(steps * 16 / mapsPerSecond, computing, computing + (rest / 4));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    public void RunFull_Predictor_GetsAsManyWindowsAsItComputesTogether(int batchSize, int windows)
    {
        using var predictor = new BusyPredictor(batchSize);

        ThroughputBenchmark.RunFull(predictor);

        Assert.All(predictor.Steps, step => Assert.Equal(windows, step.Windows));
    }

    [Fact]
    public void MeasureThroughput_CudaAskedForAndNotThere_SaysThatTheProcessorRan()
    {
        Assert.SkipWhen(torch.cuda.is_available(), "CUDA works here.");
        var options = new PredictorOptions { Device = new ComputeDevice(ComputeDeviceKind.Cuda, 0), Precision = InferencePrecision.Fp32, CacheFolder = _cache.FullName };

        var found = EngineBenchmark.MeasureThroughput(
            SaliencyNetwork.Untrained(new NetworkVariant(10, Audiovisual: false)), new BenchmarkOptions { Predictor = options, Steps = 10 });

        Assert.False(found.UsesCuda);
        Assert.StartsWith("CPU with", found.Device);
        Assert.True(found.MapsPerSecond > 0);
    }
}
