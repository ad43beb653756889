using Microsoft.Extensions.Time.Testing;
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
        // Every look at the clock takes a millisecond: two frame the making of a step's windows, and one more is the last.
        var look = TimeSpan.FromMilliseconds(1);
        var time = new FakeTimeProvider { AutoAdvanceAmount = look };
        using var predictor = new BusyPredictor(batchSize: 16, time);

        var mapsPerSecond = ThroughputBenchmark.Run(predictor, streams: 16, newPictures: 1, steps, time);

        // What lies between the two looks is left out.
        Assert.Equal(((steps * BusyPredictor.Step) + ((steps + 1) * look)).TotalSeconds, steps * 16 / mapsPerSecond, tolerance: 1e-9);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    public void RunFull_Predictor_GetsAsManyWindowsAsItComputesTogether(int batchSize, int windows)
    {
        var time = new FakeTimeProvider();
        using var predictor = new BusyPredictor(batchSize, time);

        ThroughputBenchmark.RunFull(predictor, time);

        Assert.All(predictor.Windows, step => Assert.Equal(windows, step));
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
