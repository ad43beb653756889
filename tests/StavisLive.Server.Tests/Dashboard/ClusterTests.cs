using System.Diagnostics;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>The page of one machine of a cluster.</summary>
[Collection(nameof(Browser))]
public sealed class ClusterTests(Browser browser, ITestOutputHelper output)
{
    [Fact]
    public async Task Wall_SourcesOfSeveralMachines_ShowsAllAndFollowsOneThatMoves()
    {
        await using var here = await Machine.StartAsync("north");
        await using var there = await Machine.StartAsync("south");
        await using var further = await Machine.StartAsync("west");
        await here.BeginAsync("lab", epoch: 1);
        await there.BeginAsync("yard", epoch: 1);
        here.Others.Put("yard", there.Address, epoch: 1, node: "south");
        await using var visit = await browser.VisitAsync(here.Server, prepare: page => page.RouteAsync("**/api/cluster", route => route.FulfillAsync(new() { Json = new { nodes = Array.Empty<object>() } })));

        await Expect(visit.Tiles).ToHaveCountAsync(2);
        foreach (var (source, node) in new[] { ("lab", "north"), ("yard", "south") })
        {
            await visit.DrawnAsync(visit.Tile(source), 1);
            await visit.MovesAsync(visit.Tile(source));
            await Expect(visit.Tile(source).Locator(".node")).ToHaveTextAsync(node);
        }

        here.Others.Put("yard", null, epoch: 1);
        await there.Streams.StopAsync("yard");
        await further.BeginAsync("yard", epoch: 2);
        var watch = Stopwatch.StartNew();
        here.Others.Put("yard", further.Address, epoch: 2, node: "west");
        var drawn = int.Parse(await visit.Tile("yard").GetAttributeAsync("data-frames") ?? "", null);
        await visit.DrawnAsync(visit.Tile("yard"), drawn + 1);
        output.WriteLine($"{watch.ElapsedMilliseconds} ms from the word that it has moved to its next picture on the screen");
        await Expect(visit.Tile("yard").Locator(".node")).ToHaveTextAsync("west");

        await visit.Tile("yard").ClickAsync();
        await visit.DrawnAsync(visit.Large, 3);
        await Expect(visit.Page.GetByTestId("detail").Locator(".node")).ToHaveTextAsync("west");
        await visit.AssertQuietAsync();
    }

    [Fact]
    public async Task Machines_OfACluster_AreListedOnAsking()
    {
        await using var here = await Machine.StartAsync("north");
        await using var visit = await browser.VisitAsync(here.Server, prepare: page => page.RouteAsync("**/api/cluster", route => route.FulfillAsync(new()
        {
            Json = new
            {
                nodes = new object[]
                {
                    new { name = "north", capacity = 800.0, load = 410.4, streams = 17, state = "active", labels = new[] { "cameras-a", "cuda" } },
                    new { name = "south", capacity = 200.0, load = 0.0, streams = 0, state = "draining", labels = Array.Empty<string>() },
                },
            },
        })));
        var page = visit.Page;

        await page.GetByTestId("cluster-button").ClickAsync();

        await Expect(page.GetByTestId("cluster").Locator("tbody tr")).ToHaveTextAsync(["northactive17410 of 800cameras-a, cuda", "southdraining00 of 200"]);
        await page.GetByTestId("cluster").GetByText("Close").ClickAsync();
        await Expect(page.GetByTestId("cluster")).ToHaveCountAsync(0);
        await visit.AssertQuietAsync();
    }

    [Fact]
    public async Task Machines_NoCluster_AreNotAskedFor()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        await visit.DrawnAsync(visit.Tile("lab"), 1);

        await Expect(visit.Page.GetByTestId("cluster-button")).ToBeHiddenAsync();
        await Expect(visit.Tile("lab").Locator(".node")).ToBeHiddenAsync();
        await visit.AssertQuietAsync();
    }
}
