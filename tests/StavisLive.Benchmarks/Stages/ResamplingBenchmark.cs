using BenchmarkDotNet.Attributes;
using NAudio.Dsp;
using StavisLive.Core.Media;
using StavisLive.Core.Synchronization;

namespace StavisLive.Benchmarks.Stages;

/// <summary>A second of a microphone's audio read at a pace that changes with every block of 20 ms: ours, and NAudio's with kernels like ours.</summary>
public class ResamplingBenchmark
{
    private const int Block = AudioFormat.SampleRate / 50;

    private readonly float[] _block = new float[Block];
    private readonly float[] _output = new float[2 * Block];
    private readonly Resampler _own = new();
    private readonly WdlResampler _short = Naudio(32);
    private readonly WdlResampler _long = Naudio(64);

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < _block.Length; i++) _block[i] = (float)Math.Sin(i * 0.3);
    }

    [Benchmark(Baseline = true)]
    public int Own()
    {
        var count = 0;
        for (var block = 0; block < 50; block++) count += _own.Process(_block, PaceOf(block)).Length;
        return count;
    }

    [Benchmark]
    public int Naudio32() => Run(_short);

    [Benchmark]
    public int Naudio64() => Run(_long);

    private static double PaceOf(int block) => 1 + (block * 1e-5);

    private int Run(WdlResampler resampler)
    {
        var count = 0;
        for (var block = 0; block < 50; block++)
        {
            resampler.SetRates(AudioFormat.SampleRate * PaceOf(block), AudioFormat.SampleRate);
            resampler.ResamplePrepare(Block, 1, out var input);
            _block.CopyTo(input);
            count += resampler.ResampleOut(_output, Block, _output.Length, 1);
        }
        return count;
    }

    /// <summary>NAudio's resampler as a stream is read with: fed block by block, with a sinc of so many samples.</summary>
    internal static WdlResampler Naudio(int taps)
    {
        var resampler = new WdlResampler();
        resampler.SetMode(true, 0, true, taps, 256);
        resampler.SetFeedMode(true);
        return resampler;
    }
}
