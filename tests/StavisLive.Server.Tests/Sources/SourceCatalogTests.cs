using StavisLive.Server.Tests.Feeds;

namespace StavisLive.Server.Tests.Sources;

public sealed class SourceCatalogTests
{
    [Fact]
    public async Task Find_NamesThatMakeTheSameId_FindsEachByItsOwnAsLongAsItIsThere()
    {
        await using var streams = new FedStreams();
        foreach (var name in new[] { "Front hall", "front.hall" })
        {
            streams.Start(name);
            streams.Catalog.GetOrAdd(name);
        }
        Assert.Equal(("Front hall", "front.hall"), (streams.Catalog.Find("front-hall")?.Name, streams.Catalog.Find("front-hall-2")?.Name));

        await streams.Manager.StopAsync("Front hall");

        Assert.Equal((null, "front.hall"), (streams.Catalog.Find("front-hall")?.Name, streams.Catalog.Find("front-hall-2")?.Name));
    }
}
