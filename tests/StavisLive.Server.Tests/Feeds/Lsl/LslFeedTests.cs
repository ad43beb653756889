using System.Diagnostics;
using System.Globalization;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Media;
using StavisLive.Server.Feeds.Lsl;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Feeds.Lsl;

/// <summary>What liblsl is called with, told by one that stands in for it, and what happens without any.</summary>
public sealed class LslFeedTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-lsl-");
    private readonly FedStreams _streams = new();
    private readonly LogLines _log = new();

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        await _streams.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ExecuteAsync_NoLibrary_SaysSoOnceAndLeavesTheStreamsAlone()
    {
        Assert.Null(LslLibrary.TryLoad("libstavis-there-is-none.so"));
        using var feed = new LslFeed(null, _streams.Catalog, _streams.Manager, TimeProvider.System, _log);
        await feed.StartAsync(CancellationToken.None);
        var stream = _streams.Start("a");
        await Eventually.HoldsAsync(() => stream.Status()?.MapsOut > 5);
        await feed.StopAsync(CancellationToken.None);

        Assert.Contains("liblsl", Assert.Single(_log.Lines));
        Assert.DoesNotContain(stream.Feed.Subscriptions, subscription => subscription.Options.Kind == "lsl");
    }

    [Fact]
    public async Task Stream_Library_GetsAnOutletWithItsSamples()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "There is no gcc to make a library with that stands in for liblsl.");
        var (library, calls) = await BuildAsync();
        using var feed = new LslFeed(library, _streams.Catalog, _streams.Manager, TimeProvider.System, _log);
        await feed.StartAsync(CancellationToken.None);
        var everywhere = new ZoneConfig { Name = "all", Corners = [new FramePoint(0, 0), new FramePoint(1, 0), new FramePoint(1, 1), new FramePoint(0, 1)] };
        var nowhere = everywhere with { Name = "none", Corners = [new FramePoint(0, 0), new FramePoint(0.001, 0), new FramePoint(0, 0.001)] };
        _streams.Start("Hall", nowhere, everywhere);
        await Eventually.HoldsAsync(() => Read(calls).Count(line => line.StartsWith("sample")) > 5);
        await _streams.Manager.StopAsync("Hall");
        await Eventually.HoldsAsync(() => Read(calls).Contains("outlet gone"));
        await feed.StopAsync(CancellationToken.None);

        var lines = Read(calls);
        Assert.StartsWith("info stavis-live hall Gaze 4 0 1 stavis-live-", lines[0]);
        Assert.Equal(["peak_x", "peak_y", "entropy", "zone"], lines.Where(line => line.StartsWith("value label")).Select(line => line.Split(' ')[2]));
        Assert.Contains("outlet 0 9000", lines);
        Assert.All(lines.Where(line => line.StartsWith("sample")), line =>
        {
            var values = line.Split(' ').Skip(1).Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            Assert.InRange(values[0], 0, 1);
            Assert.InRange(values[1], 0, 1);
            Assert.InRange(values[2], 0, 13.7);
            Assert.Equal(1, values[3]);
            Assert.InRange(values[4], 900, 1000);
        });
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Sample_WaitedForItsTurn_HasTheTimeOfItsFrame()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "There is no gcc to make a library with that stands in for liblsl.");
        var (library, calls) = await BuildAsync();
        using var feed = new LslFeed(library, _streams.Catalog, _streams.Manager, new LaterTime(), _log);
        await feed.StartAsync(CancellationToken.None);
        _streams.Start("hall");
        await Eventually.HoldsAsync(() => Read(calls).Any(line => line.StartsWith("sample")));
        await feed.StopAsync(CancellationToken.None);

        var time = double.Parse(Read(calls).First(line => line.StartsWith("sample")).Split(' ')[^1], CultureInfo.InvariantCulture);
        Assert.InRange(time, 900, 1000 - LaterTime.Seconds);
    }

    private async Task<(LslLibrary Library, string Calls)> BuildAsync()
    {
        var (library, calls) = (Path.Combine(_folder.FullName, "stand-in.so"), Path.Combine(_folder.FullName, "calls"));
        using (var gcc = Process.Start("/usr/bin/gcc", ["-shared", "-fPIC", "-o", library, $"-DLOG=\"{calls}\"", Path.Combine(AppContext.BaseDirectory, "Feeds", "Lsl", "stand-in.c")]))
        {
            await gcc.WaitForExitAsync();
            Assert.Equal(0, gcc.ExitCode);
        }
        return (LslLibrary.TryLoad(library)!, calls);
    }

    private static string[] Read(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];

    /// <summary>The clock of somebody whom everything reaches half a minute late.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public const int Seconds = 30;

        public override long GetTimestamp() => System.GetTimestamp() + Seconds * TimestampFrequency;
    }
}
