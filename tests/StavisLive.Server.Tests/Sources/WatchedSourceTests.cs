using StavisLive.Server.Sources;
using StavisLive.Server.Tests.Feeds;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Sources;

public sealed class WatchedSourceTests
{
    [Fact]
    public async Task Report_StreamHasHadMaps_TellsTheLatenciesOfItsStatus()
    {
        await using var streams = new FedStreams();
        using var source = new WatchedSource("hall", "hall", 0, TimeProvider.System);
        var stream = streams.Start("hall");
        source.Begin(stream);
        await Eventually.HoldsAsync(() => stream.Status()?.CaptureToMap.Count >= 2);
        await streams.Manager.StopAsync("hall");

        var report = source.Report();

        var latency = stream.Status()!.CaptureToMap;
        Assert.Equal((latency.P50, latency.P95), (report.CaptureToMapP50, report.CaptureToMapP95));
    }

    [Fact]
    public void Report_NoMapYet_HasNoLatencies()
    {
        using var source = new WatchedSource("hall", "hall", 0, TimeProvider.System);

        var report = source.Report();

        Assert.Equal((null, null), (report.CaptureToMapP50, report.CaptureToMapP95));
    }

    [Fact]
    public async Task StreamsAsync_StreamIsReplacedAndSourceRemoved_GivesEachAndEnds()
    {
        await using var streams = new FedStreams();
        var source = new WatchedSource("hall", "hall", 0, TimeProvider.System);
        var (first, second) = (streams.Start("a"), streams.Start("b"));
        await using var following = source.StreamsAsync(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        var next = following.MoveNextAsync();

        source.Begin(first);
        Assert.True(await next);
        Assert.Same(first, following.Current);
        next = following.MoveNextAsync();
        source.Begin(second);
        Assert.True(await next);
        Assert.Same(second, following.Current);
        next = following.MoveNextAsync();
        source.Dispose();

        Assert.False(await next);
    }
}
