using BenchmarkDotNet.Attributes;
using StavisLive.Core.Sinks;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Testing;

namespace StavisLive.Benchmarks.Stages;

/// <summary>What a published frame costs its sinks, at 1280x720: the overlay's pixels, a line of metrics, a row and a picture of the map.</summary>
public class PublishBenchmark
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("benchmark-");
    private readonly OverlayRenderer _renderer = new(new OverlayOptions());
    private readonly SaliencyResult _result = TestResults.Make(0, Scene.Map(), Scene.Frames(1)[0]);
    private ISink _metrics = null!;
    private ISink _rows = null!;
    private ISink _pictures = null!;
    private long _index;

    [GlobalSetup]
    public async Task Open()
    {
        _metrics = new MetricsSink(Path.Combine(_folder.FullName, "m.jsonl"));
        _rows = new NpyMapSink(Path.Combine(_folder.FullName, "maps.npy"));
        _pictures = new PngMapSink(Path.Combine(_folder.FullName, "maps"));
        foreach (var sink in (ISink[])[_metrics, _rows, _pictures]) await sink.OpenAsync(TestResults.Source(Scene.Width, Scene.Height), default);
    }

    [GlobalCleanup]
    public async Task Close()
    {
        foreach (var sink in (ISink[])[_metrics, _rows, _pictures]) await sink.DisposeAsync();
        _renderer.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark]
    public void Overlay() => _renderer.Render(_result.Picture!, _result.Map, Scene.TimeOf(_index++));

    [Benchmark]
    public ValueTask Metrics() => _metrics.WriteAsync(_result, default);

    [Benchmark]
    public ValueTask MapRow() => _rows.WriteAsync(_result, default);

    // Always over the same file.
    [Benchmark]
    public ValueTask MapPicture() => _pictures.WriteAsync(_result, default);
}
