using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;

namespace StavisLive.Hosting.Tests.Streams;

/// <summary>An output that fails in the middle of a stream, and what follows it.</summary>
public sealed class OutputRenewalTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("renewal-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Camera_DiskFullForAWhile_KeepsWhatWasWrittenAndBeginsAnew()
    {
        using var disk = SmallDisk.TryMount(PathOf("disk"), kilobytes: 200);
        if (disk is null) Assert.Skip("Mounting a small disk needs the right to mount.");
        using var camera = new FifoCamera();
        var time = new FakeTimeProvider();
        var logs = new CollectedLogs();
        await using var manager = new StreamManager(_ => new CenterPredictor(), time, logs, sinks: null, options: null);
        camera.Play(seconds: 120);
        var stream = manager.Start(PlanOf(camera.Path));

        await TimePassesUntilAsync(() => LengthOf("disk/m.jsonl") > 0);
        var begun = time.GetUtcNow();
        // Only what has written for a while is begun anew.
        await TimePassesUntilAsync(() => time.GetUtcNow() - begun > TimeSpan.FromSeconds(12));
        var written = LengthOf("disk/m.jsonl");
        await TimePassesUntilAsync(() => LengthOf("disk/m.jsonl") > written);
        await FillAsync();
        await TimePassesUntilAsync(() => logs.Lines.Any(line => line.Contains("is begun anew as soon as that is possible", StringComparison.Ordinal)));
        File.Delete(PathOf("disk/filler"));
        await TimePassesUntilAsync(() => LengthOf("disk/m.1.jsonl") > 0 && LengthOf("disk/m.jsonl") > 0);
        await manager.StopAllAsync();

        Assert.Null(stream.End!.Cause);
        Assert.All(new[] { "disk/m.1.jsonl", "disk/m.jsonl" }, name => Assert.StartsWith("{", File.ReadAllText(PathOf(name))));

        Task TimePassesUntilAsync(Func<bool> holds) => Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return holds() || stream.End is not null;
            },
            () => string.Join(Environment.NewLine, logs.Lines));
    }

    private async Task FillAsync()
    {
        await using var filler = new FileStream(PathOf("disk/filler"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true) await filler.WriteAsync(page);
        });
    }

    private StreamPlan PlanOf(string camera) => HostPlan.Of(new StavisConfig
    {
        Source = new() { Camera = camera }, Outputs = new() { Metrics = PathOf("disk/m.jsonl"), Display = false },
    }).Streams[0];

    private long LengthOf(string name) => new FileInfo(PathOf(name)) is { Exists: true } file ? file.Length : 0;

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
