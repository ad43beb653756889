using BenchmarkDotNet.Attributes;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;

namespace StavisLive.Benchmarks.Stages;

/// <summary>A frame to the network's 112x112.</summary>
public class ResizeBenchmark
{
    private readonly FramePreprocessor _preprocessor = new();
    private readonly byte[] _picture = new byte[NetworkWindow.BytesPerFrame];
    private VideoFrame _frame = null!;

    [Params(360, 720, 1080)]
    public int Height { get; set; }

    [GlobalSetup]
    public void Paint() => _frame = Scene.Frames(1, Height * 16 / 9, Height)[0];

    [Benchmark]
    public void Resize() => _preprocessor.Process(_frame, _picture);
}
