using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Foveated;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks;

/// <summary>What holds for every sink that writes files.</summary>
public sealed class SinkLifecycleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Sinks => ["maps.npy", "maps", "stills", "m.jsonl", "overlays", "overlay.png", "overlay.mp4", "foveated.mkv"];

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task DisposeAsync_NeverOpenedAndTwice_LeavesNothing(string name)
    {
        var sink = await CreateAsync(name, _folder[name]);

        await sink.DisposeAsync();
        await sink.DisposeAsync();

        Assert.False(Path.Exists(_folder[name]));
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task WriteAsync_BorrowedResult_IsGivenBack(string name)
    {
        var picture = TestResults.Picture(64, 48);
        var result = TestResults.Make(0, TestResults.Blob(30, 30), picture);
        await using (var sink = await CreateAsync(name, _folder[name]))
        {
            await sink.OpenAsync(Source(name), CancellationToken.None);
            await sink.WriteAsync(result, CancellationToken.None);
            result.Dispose();
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }

        // Nobody holds it any more: what lies in its pool cannot be shared.
        Assert.Throws<ObjectDisposedException>(() => picture.Share());
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task OpenAsync_FolderThatCannotBeWritten_NamesTheTarget(string name)
    {
        // A file where a folder should be refuses everybody, the superuser too.
        await File.WriteAllTextAsync(_folder["file"], "");
        var target = Path.Combine(_folder["file"], name);
        await using var sink = await CreateAsync(name, target);

        var error = await Assert.ThrowsAsync<SinkException>(() => sink.OpenAsync(Source(name), CancellationToken.None));

        Assert.Contains(target, error.Message);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task WriteAsync_DiskFillsUp_NamesTheTarget(string name)
    {
        using var disk = SmallDisk.TryMount(_folder["disk"], kilobytes: 100);
        if (disk is null) Assert.Skip("Mounting a small disk needs the right to mount.");
        var target = Path.Combine(_folder["disk"], name);

        var error = await Assert.ThrowsAsync<SinkException>(() => FillAsync(name, target));

        Assert.Contains(target, error.Message);
        Assert.Contains("space", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task FillAsync(string name, string target)
    {
        await using var sink = await CreateAsync(name, target);
        await sink.OpenAsync(Source(name, 640, 480), CancellationToken.None);
        // A picture of noise is large, whatever the format; so one is enough where there is only one.
        var noise = TestResults.Picture(640, 480);
        new Random(1).NextBytes(noise.Pixels);
        using var shown = TestResults.Make(0, TestResults.Blob(30, 30), noise);
        for (var index = 0; index < 1000; index++)
        {
            using var result = shown.Share() with { FrameIndex = index, PresentationTime = Core.Media.MediaTime.FromMilliseconds(index * 40) };
            await sink.WriteAsync(result, CancellationToken.None);
        }
        await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
    }

    private static SourceDescription Source(string name, int width = 64, int height = 48) => name switch
    {
        "stills" or "overlays" or "overlay.png" => TestResults.Source(0, 0, SourceKind.Stills),
        _ => TestResults.Source(width, height),
    };

    private static async Task<ISink> CreateAsync(string name, string path) => name switch
    {
        "maps.npy" => new NpyMapSink(path),
        "maps" => new PngMapSink(path),
        "stills" => new StillNpySink(path),
        "m.jsonl" => new MetricsSink(path),
        "overlays" or "overlay.png" => new OverlayImageSink(path, new OverlayOptions()),
        "foveated.mkv" => await FoveatedAsync(path),
        _ => new OverlayVideoSink(
            new FfmpegProcessEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), TimeProvider.System, NullLogger.Instance),
            path, new OverlayOptions(), NullLogger.Instance),
    };

    private static async Task<FoveatedSink> FoveatedAsync(string path)
    {
        var encoders = new FoveatedEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), new FoveatedVideoOptions(), TimeProvider.System, NullLogger.Instance);
        return new FoveatedSink(encoders, path, new FoveationOptions(), gaze: null, TimeProvider.System, NullLogger.Instance);
    }
}
