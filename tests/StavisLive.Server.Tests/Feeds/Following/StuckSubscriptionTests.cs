using StavisLive.Grpc.V1;

namespace StavisLive.Server.Tests.Feeds.Following;

/// <summary>Who follows a source and does not read costs no more than who reads.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class StuckSubscriptionTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Subscription_NobodyReads_IsSkippedWhereMapsAreMadeAndCostsLittle()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        await other.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", other.Address);
        var stuck = new List<MapSubscription>();
        // Four megabytes a map: what anybody kept of them would be seen.
        for (var viewer = 0; viewer < 10; viewer++) stuck.Add(MapSubscription.To(asked, new MapFormat { Encoding = Encoding.Float32, Width = 1024, Height = 1024 }));
        foreach (var viewer in stuck) await viewer.ReadAsync(1);
        using var maps = MapSubscription.To(asked);

        await maps.ReadAsync(50);
        var before = HeldBytes();
        await maps.ReadAsync(100);
        var grown = HeldBytes() - before;
        // Those that were under way come first.
        await stuck[0].ReadUntilAsync(map => map.Skipped > 20);

        output.WriteLine($"{grown >> 20} MB more after a hundred maps that {stuck.Count} viewers do not read; {stuck[0].Read[^1].Skipped} maps skipped for one");
        // Four thousand if they were kept.
        Assert.InRange(grown, long.MinValue, 100L << 20);
        Assert.InRange(stuck[0].Read.Count, 2, 20);
        Assert.Equal(0, maps.Read[^1].Skipped);
        stuck.ForEach(viewer => viewer.Dispose());
    }

    // One collection: GetTotalMemory's own, up to twenty, hold up this reader for longer than its maps can wait.
    private static long HeldBytes()
    {
#pragma warning disable RS0030 // What is held is to be told from what is garbage.
        GC.Collect();
#pragma warning restore RS0030
        return GC.GetTotalMemory(forceFullCollection: false);
    }
}
