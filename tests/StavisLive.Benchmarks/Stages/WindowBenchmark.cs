using BenchmarkDotNet.Attributes;
using StavisLive.Core.Windowing;

namespace StavisLive.Benchmarks.Stages;

/// <summary>One slot: a picture and its audio in, a window of sixteen pictures and its windowed excerpt out.</summary>
public class WindowBenchmark
{
    private readonly byte[] _picture = new byte[NetworkWindow.BytesPerFrame];
    private readonly SlidingAssembler _assembler = new(new WindowingOptions { Fps = Scene.Rate, HasAudio = true });
    private long _index;

    [Benchmark]
    public int Window()
    {
        using (var block = Scene.Audio(_index)) _assembler.AddAudio(block);
        _assembler.AddFrame(_picture, Scene.TimeOf(_index++));
        var taken = 0;
        while (_assembler.TryTake(out var step))
        {
            step.Window.Dispose();
            taken++;
        }
        return taken;
    }
}
