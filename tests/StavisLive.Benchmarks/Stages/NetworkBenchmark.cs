using BenchmarkDotNet.Attributes;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference;
using StavisLive.Model.Network;

namespace StavisLive.Benchmarks.Stages;

/// <summary>
/// A window to its map, audiovisual, on the CPU, as in a stream: fifteen of its pictures were in the window before. At 25 windows
/// a second there are 40 ms.
/// </summary>
public class NetworkBenchmark
{
    private readonly NetworkWindow _window = NetworkWindow.Rent();
    private readonly SaliencyMap _map = SaliencyMap.Rent();
    private SaliencyPredictor _predictor = null!;

    [Params(18, 50)]
    public int Depth { get; set; }

    [Params(InferencePrecision.Bf16, InferencePrecision.Fp32)]
    public InferencePrecision Precision { get; set; }

    [GlobalSetup]
    public void Load()
    {
        var random = new Random(1);
        random.NextBytes(_window.Pictures);
        for (var index = 0; index < NetworkWindow.Frames; index++) _window.PictureIds[index] = index;
        foreach (ref var sample in _window.Audio) sample = (float)((random.NextDouble() - 0.5) * 40);
        _predictor = new SaliencyPredictor(
            new StavisNetwork(new NetworkVariant(Depth)), new PredictorOptions { Device = ComputeDevice.Cpu, Precision = Precision, Concurrency = 1 });
    }

    [GlobalCleanup]
    public void Free() => _predictor.Dispose();

    [Benchmark]
    public void Predict()
    {
        _window.Pictures[NetworkWindow.BytesPerFrame..].CopyTo(_window.Pictures);
        foreach (ref var id in _window.PictureIds) id++;
        _predictor.Predict([_window], [_map], () => { });
    }
}
