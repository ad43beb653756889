using System.Diagnostics;
using System.Runtime.InteropServices;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference.Engine;
using StavisLive.Model.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace StavisLive.Model.Inference.Benchmarking;

/// <summary>Measures eager passes of the trainable network: what the engine is compared with. Owns the network.</summary>
internal sealed class PlainBenchmark : IDisposable
{
    private readonly StavisNetwork _network;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private readonly List<double> _milliseconds = [];

    /// <param name="network">In float32, on the CPU.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="precision">What to compute in.</param>
    public PlainBenchmark(StavisNetwork network, Device device, ScalarType precision)
    {
        (_network, _device, _precision) = (network, device, precision);
        network.eval();
        network.to(device);
        network.to(precision);
    }

    /// <summary>Median of the passes so far.</summary>
    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Runs and measures some passes, after one that is not counted.</summary>
    public void Run(int passes)
    {
        using var stream = new ProbeStream(0);
        for (var pass = -1; pass < passes; pass++)
        {
            stream.Next();
            var begun = Stopwatch.GetTimestamp();
            Pass(stream.Window);
            if (pass >= 0) _milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _network.Dispose();

    private void Pass(NetworkWindow window)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var pictures = zeros([1, NetworkWindow.Frames, SaliencyMap.Side, SaliencyMap.Side, 3], uint8);
        window.Pictures.CopyTo(pictures.bytes);
        var audio = zeros([1, 1, 1, NetworkWindow.AudioLength]);
        window.Audio.CopyTo(MemoryMarshal.Cast<byte, float>(audio.bytes));
        var frames = NetworkInput.FromPictures(pictures.to(_device)).to(_precision);
        _network.Saliency(frames, _network.Variant.Audiovisual ? audio.to(_precision, _device) : null).sigmoid_().cpu();
    }
}
