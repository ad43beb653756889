using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>When was attention here?</summary>
[Collection(nameof(Browser))]
public sealed class SearchTests(Browser browser)
{
    [Fact]
    public async Task Search_DrawnRectangle_FindsWhenAttentionWasThere()
    {
        await using var server = await RunningServer.StartAsync(network: new AlternatingPredictor());
        await using var visit = await browser.VisitAsync(server, "#/source/lab", prepare: Visit.SetClockAheadAsync);
        var page = visit.Page;
        await visit.DrawnAsync(visit.Large, 1);
        await page.GetByTestId("tab-search").ClickAsync();
        // Ten seconds are told when they are over.
        await Task.WhenAll(RememberedAsync(server, 0), RememberedAsync(server, 0.6));

        await AssertFoundAsync((0.05, 0.3), (0.35, 0.6), isLeft: true);
        await AssertFoundAsync((0.65, 0.3), (0.95, 0.6), isLeft: false);

        await visit.DragAsync(visit.Large, (0.4, 0.7), (0.6, 0.95));
        await Expect(page.GetByTestId("search-status")).ToHaveTextAsync("Attention was never there in this time.");

        await page.GetByTestId("close").ClickAsync();
        await visit.Tile("lab").ClickAsync();
        await page.GetByTestId("tab-search").ClickAsync();
        foreach (var field in new[] { "x", "y", "width", "height" }) await Expect(page.GetByTestId($"search-{field}")).ToHaveValueAsync("");

        async Task AssertFoundAsync((double, double) from, (double, double) to, bool isLeft)
        {
            var answer = await page.RunAndWaitForResponseAsync(() => visit.DragAsync(visit.Large, from, to), response => response.Url.Contains("/search?"));
            var found = (await answer.JsonAsync())!.Value.EnumerateArray().ToList();
            Assert.NotEmpty(found);
            // What the network saw at a ten's end is of frames that came before it.
            Assert.All(found.Where(entry => entry.GetProperty("share").GetDouble() > 0.5), entry => Assert.Equal(isLeft, AlternatingPredictor.IsLeft(entry.GetProperty("from").GetDateTimeOffset())));
            Assert.Contains(found, entry => entry.GetProperty("share").GetDouble() > 0.8);
            await Expect(page.GetByTestId("search-list").Locator("li")).ToHaveCountAsync(found.Count);
            await Expect(page.Locator(".strip i")).ToHaveCountAsync(found.Count);
            var table = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("search-csv").ClickAsync());
            Assert.StartsWith("at,share\n", await File.ReadAllTextAsync(await table.PathAsync()));
        }
    }

    private static async Task RememberedAsync(RunningServer server, double x)
    {
        using var timeout = new CancellationTokenSource(RunningServer.Patience);
        while (!(await server.GetAsync($"/api/sources/lab/search?x={x}&width=0.4&share=0.8")).EnumerateArray().Any()) await Task.Delay(200, timeout.Token);
    }
}
