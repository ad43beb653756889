using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>What an earlier process has written of a stream, under the hands of a later one.</summary>
public sealed class EarlierRecordingsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("earlier-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Start_OfACamera_KeepsThemUnderANumber()
    {
        using var camera = new FifoCamera();
        await File.WriteAllTextAsync(PathOf("m.jsonl"), "weeks");
        await using var manager = Manager();
        camera.Play(seconds: 120);

        var stream = manager.Start(Plan(new() { Camera = camera.Path }));
        await Eventually.HoldsAsync(() => stream.Status()?.FramesOut > 0 || stream.End is not null);
        await manager.StopAllAsync();

        Assert.Null(stream.End?.Cause);
        Assert.Equal("weeks", await File.ReadAllTextAsync(PathOf("m.1.jsonl")));
        Assert.StartsWith("{", await File.ReadAllTextAsync(PathOf("m.jsonl")));
    }

    [Fact]
    public async Task Start_OfACameraThatIsNotThere_LeavesThemInTheirPlace()
    {
        await File.WriteAllTextAsync(PathOf("m.jsonl"), "weeks");
        await using var manager = Manager();

        var end = await manager.Start(Plan(new() { Camera = PathOf("gone") })).Ended;

        Assert.NotNull(end.Cause);
        Assert.Equal("weeks", await File.ReadAllTextAsync(PathOf("m.jsonl")));
        Assert.Single(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task Start_OfWhatCanBeHadAgain_ReplacesThem()
    {
        await File.WriteAllTextAsync(PathOf("m.jsonl"), "old");
        await using var manager = Manager();

        var end = await manager.Start(Plan(new() { Synthetic = true })).Ended;

        Assert.Null(end.Cause);
        Assert.Single(_folder.GetFileSystemInfos());
        Assert.StartsWith("{", await File.ReadAllTextAsync(PathOf("m.jsonl")));
    }

    private static StreamManager Manager() => new(_ => new CenterPredictor(), TimeProvider.System, NullLoggerFactory.Instance, sinks: null, options: null);

    private StreamPlan Plan(SourceConfig source) => HostPlan.Of(new StavisConfig
    {
        Source = source, Outputs = new() { Metrics = PathOf("m.jsonl"), Display = false }, Limits = source.Synthetic ? new() { MaxFrames = 20 } : new(),
    }).Streams[0];

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
