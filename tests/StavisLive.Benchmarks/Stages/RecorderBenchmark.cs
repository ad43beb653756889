using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Windowing;
using StavisLive.Media.Encoding;
using StavisLive.Testing;

namespace StavisLive.Benchmarks.Stages;

/// <summary>What the flight recorder takes of the window stage for a frame, and behind its queue for the picture to look at.</summary>
public class RecorderBenchmark
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmark-");
    private readonly byte[] _picture = new byte[NetworkWindow.BytesPerFrame];
    private readonly JpegEncoder _encoder = new();
    private FlightRecorder _recorder = null!;
    private VideoFrame _frame = null!;
    private long _index;

    [GlobalSetup]
    public void Begin()
    {
        _frame = Scene.Frames(1)[0];
        var options = new RecorderOptions { Folder = _folder.FullName };
        _recorder = new FlightRecorder(options, new NoPictures(), TimeProvider.System, NullLogger.Instance);
        _recorder.Begin("benchmark", TestFrames.Description(isLive: true), new WindowingOptions { Fps = Scene.Rate });
    }

    [GlobalCleanup]
    public async Task End()
    {
        await _recorder.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Benchmark]
    public void Remember()
    {
        _frame.PresentationTime = Scene.TimeOf(_index);
        _recorder.TakeFrame(_frame, _picture, _index++);
    }

    [Benchmark]
    public byte[] Jpeg() => _encoder.Encode(_frame);

    private sealed class NoPictures : IPictureEncoder
    {
        public byte[] Encode(VideoFrame frame) => [];
    }
}
