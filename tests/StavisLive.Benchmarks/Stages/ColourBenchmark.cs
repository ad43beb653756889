using BenchmarkDotNet.Attributes;
using StavisLive.Media.Sources.Colours;

namespace StavisLive.Benchmarks.Stages;

/// <summary>A stream's planes to BGR.</summary>
public class ColourBenchmark
{
    private readonly YuvToBgr _conversion = new(new YuvColours(0.2126, 0.0722, IsFullRange: false));
    private byte[] _planes = [];
    private byte[] _pixels = [];

    [Params(360, 720, 1080)]
    public int Height { get; set; }

    private int Width => Height * 16 / 9;

    [GlobalSetup]
    public void Paint()
    {
        _planes = new byte[YuvToBgr.BytesOf(Width, Height)];
        _pixels = new byte[Width * Height * 3];
        new Random(1).NextBytes(_planes);
    }

    [Benchmark]
    public void Convert() => _conversion.Convert(_planes, Width, Height, _pixels);
}
