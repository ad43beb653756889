using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks;

/// <summary>What an earlier run has written, and links, under the hands of a later one.</summary>
public sealed class EarlierFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, SourceKind> Sinks => new()
    {
        { "maps.npy", SourceKind.Video }, { "maps.npy", SourceKind.Stills }, { "overlay.png", SourceKind.Stills },
        { "overlay.mp4", SourceKind.Video }, { "overlay.mkv", SourceKind.Video }, { "m.jsonl", SourceKind.Video },
    };

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CompleteAsync_NothingCame_EarlierFileIsAsItWas(string name, SourceKind kind)
    {
        await File.WriteAllTextAsync(_folder[name], "precious");

        await WriteAsync(name, kind, frames: 0);

        Assert.Equal("precious", await File.ReadAllTextAsync(_folder[name]));
        Assert.Single(Directory.GetFileSystemEntries(_folder["."]));
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task CompleteAsync_ThroughLinks_WritesTheTargetAndKeepsThem(string name, SourceKind kind)
    {
        Directory.CreateDirectory(_folder["there"]);
        File.CreateSymbolicLink(_folder[name], "second" + Path.GetExtension(name));
        File.CreateSymbolicLink(_folder["second" + Path.GetExtension(name)], "there/" + name);

        await WriteAsync(name, kind, frames: 1);

        Assert.Equal("second" + Path.GetExtension(name), new FileInfo(_folder[name]).LinkTarget);
        Assert.NotEqual(0, new FileInfo(_folder["there/" + name]).Length);
        Assert.Single(Directory.GetFileSystemEntries(_folder["there"]));
    }

    [Theory]
    [InlineData("maps.npy", SourceKind.Video)]
    [InlineData("maps.npy", SourceKind.Stills)]
    [InlineData("overlay.png", SourceKind.Stills)]
    public async Task CompleteAsync_NothingCameAndNothingWasThere_LeavesNothing(string name, SourceKind kind)
    {
        await WriteAsync(name, kind, frames: 0);

        Assert.Empty(Directory.GetFileSystemEntries(_folder["."]));
    }

    [Fact]
    public async Task CompleteAsync_OnlySomeOfTheStills_EarlierMapsStayAndAreSaidTo()
    {
        await File.WriteAllTextAsync(_folder["maps.npy"], "precious");

        var error = await Assert.ThrowsAsync<SinkException>(() => WriteAsync("maps.npy", SourceKind.Stills, frames: 1, wanted: 3));

        Assert.Contains("1 of 3", error.Message);
        Assert.Equal("precious", await File.ReadAllTextAsync(_folder["maps.npy"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder["."]));
    }

    private async Task WriteAsync(string name, SourceKind kind, int frames, long wanted = 1)
    {
        var (width, height) = kind == SourceKind.Stills ? (0, 0) : (64, 48);
        await using var sink = await CreateAsync(_folder[name]);
        await sink.OpenAsync(TestResults.Source(width, height, kind, wanted), CancellationToken.None);
        for (var index = 0; index < frames; index++)
        {
            using var result = TestResults.Make(index, TestResults.Blob(30, 30), TestResults.Picture(64, 48));
            await sink.WriteAsync(result, CancellationToken.None);
        }
        await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
    }

    private static async Task<ISink> CreateAsync(string path) => Path.GetExtension(path) switch
    {
        ".npy" => new NpyMapSink(path),
        ".png" => new OverlayImageSink(path, new OverlayOptions()),
        ".jsonl" => new MetricsSink(path),
        _ => new OverlayVideoSink(
            new FfmpegProcessEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), TimeProvider.System, NullLogger.Instance),
            path, new OverlayOptions(), NullLogger.Instance),
    };
}
