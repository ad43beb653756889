using BenchmarkDotNet.Attributes;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions.Stages;

namespace StavisLive.Benchmarks.Stages;

/// <summary>How loud a second of audio is, in blocks of 20 ms: our meter, which falls as programme meters do, and NAudio's, which gives peaks.</summary>
public class LevelBenchmark
{
    private const int Block = AudioFormat.SampleRate / 50;

    private readonly float[] _block = new float[Block];
    private readonly AudioWatch _own = new(isExpected: true, TimeProvider.System, _ => { });
    private readonly MeteringSampleProvider _naudio;
    private float _peak;

    public LevelBenchmark()
    {
        for (var i = 0; i < _block.Length; i++) _block[i] = (float)Math.Sin(i * 0.3);
        _naudio = new MeteringSampleProvider(new Repeated(_block), Block);
        _naudio.StreamVolume += (_, volume) => _peak = volume.MaxSampleValues?[0] ?? 0;
    }

    [Benchmark(Baseline = true)]
    public double? Own()
    {
        for (var block = 0; block < 50; block++) _own.OnSamples(_block);
        return _own.Level;
    }

    [Benchmark]
    public float Naudio()
    {
        Span<float> target = stackalloc float[Block];
        for (var block = 0; block < 50; block++) _naudio.Read(target);
        return _peak;
    }

    /// <summary>The same block again and again.</summary>
    private sealed class Repeated(float[] block) : ISampleProvider
    {
        public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(AudioFormat.SampleRate, 1);

        public int Read(Span<float> buffer)
        {
            block.CopyTo(buffer);
            return block.Length;
        }
    }
}
