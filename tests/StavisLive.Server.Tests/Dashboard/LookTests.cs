using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>How the page looks, and what viewers change of it.</summary>
[Collection(nameof(Browser))]
public sealed class LookTests(Browser browser)
{
    private const string TwoRefreshes = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    // What is wider than the screen; what scrolls by itself to the side on purpose says so with overflow-x.
    private const string TooWide = """
        () => [...document.querySelectorAll('html, body, main, #wall, #detail, #events, .panels, dialog, .login')]
          .filter(element => element.checkVisibility() && element.scrollWidth > element.clientWidth)
          .concat([...document.querySelectorAll('button, a, input, select, canvas, h1, p')].filter(element => {
            const box = element.getBoundingClientRect();
            return element.checkVisibility() && !element.closest('.unseen, .skip, .head .buttons') && box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
          }))
          .map(element => element.outerHTML.slice(0, 120))
        """;

    [Fact]
    public async Task Controls_OfPictures_ChangePixelsWithoutARequest()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        var page = visit.Page;
        var canvas = visit.Tile("lab").Locator("canvas");
        await visit.DrawnAsync(visit.Tile("lab"), 3);
        // Its last picture stays, so that whatever changes is the control's doing.
        await server.Client.PostAsync("/api/sources/lab/pause", null);
        await Expect(visit.Tile("lab")).ToHaveAttributeAsync("data-state", "paused");
        await page.GetByTestId("peak").UncheckAsync();
        var requests = visit.Requests;

        var heat = await PaintedAsync();
        await page.GetByTestId("opacity").FillAsync("0.2");
        var faint = await PaintedAsync();
        await page.GetByTestId("opacity").FillAsync("0");
        var none = await PaintedAsync();
        await page.GetByTestId("mode-picture").CheckAsync();
        var picture = await PaintedAsync();
        await page.GetByTestId("mode-map").CheckAsync();
        var map = await PaintedAsync();
        await page.GetByTestId("colours").SelectOptionAsync("viridis");
        var viridis = await PaintedAsync();
        await page.GetByTestId("colours").SelectOptionAsync("turbo");
        await page.GetByTestId("mode-heat").CheckAsync();
        await page.GetByTestId("opacity").FillAsync("0.6");
        var again = await PaintedAsync();

        Assert.Equal(5, new[] { heat, faint, picture, map, viridis }.Distinct().Count());
        Assert.Equal(picture, none);
        Assert.Equal(heat, again);
        Assert.Equal(requests, visit.Requests);

        async Task<long> PaintedAsync()
        {
            await page.EvaluateAsync(TwoRefreshes);
            return await visit.PixelsAsync(canvas);
        }
    }

    [Fact]
    public async Task Controls_AfterReload_AreAsTheyWereLeft()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        await visit.Page.GetByTestId("mode-map").CheckAsync();
        await visit.Page.GetByTestId("opacity").FillAsync("0.35");
        await visit.Page.GetByTestId("colours").SelectOptionAsync("grey");

        await visit.Page.ReloadAsync();

        await Expect(visit.Page.GetByTestId("mode-map")).ToBeCheckedAsync();
        await Expect(visit.Page.GetByTestId("opacity")).ToHaveValueAsync("0.35");
        await Expect(visit.Page.GetByTestId("colours")).ToHaveValueAsync("grey");
    }

    [Fact]
    public async Task Theme_FollowsTheSystemUntilItIsChosen()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server, change: options => options.ColorScheme = ColorScheme.Dark);
        Assert.True(await IsDarkAsync());

        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        Assert.False(await IsDarkAsync());

        await visit.Page.GetByTestId("theme").ClickAsync();
        Assert.True(await IsDarkAsync());
        await visit.Page.ReloadAsync();
        Assert.True(await IsDarkAsync());

        async Task<bool> IsDarkAsync()
        {
            var (ground, ink) = (await LightnessAsync("backgroundColor"), await LightnessAsync("color"));
            Assert.True(Math.Abs(ground - ink) > 128, $"Letters of lightness {ink} on {ground} cannot be read.");
            return ground < ink;
        }

        Task<double> LightnessAsync(string what) =>
            visit.Page.EvaluateAsync<double>($"Math.max(...getComputedStyle(document.body).{what}.match(/[\\d.]+/g).slice(0, 3).map(Number))");
    }

    [Fact]
    public async Task Phone_WallAndLargeView_NothingScrollsSideways()
    {
        await using var server = await RunningServer.StartAsync(config => config with
        {
            Sources = [RunningServer.Scene("lab"), RunningServer.Scene("The long corridor behind the laboratory, second floor".Replace(",", " -"))],
        });
        await using var visit = await browser.VisitAsync(server, change: options =>
        {
            options.ViewportSize = new ViewportSize { Width = 390, Height = 844 };
            (options.IsMobile, options.HasTouch, options.DeviceScaleFactor) = (true, true, 3);
        });
        var page = visit.Page;
        await visit.DrawnAsync(visit.Tile("lab"), 1);
        await AssertFitsAsync("wall");

        await page.GetByRole(AriaRole.Button, new() { Name = "How pictures look" }).TapAsync();
        await AssertFitsAsync("controls");
        await page.GetByTestId("events-button").TapAsync();
        await AssertFitsAsync("events");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the list of events" }).TapAsync();
        await page.GetByTestId("add-source").TapAsync();
        await AssertFitsAsync("dialog");
        await page.GetByTestId("dialog").GetByText("Cancel").TapAsync();
        await visit.Tiles.Last.TapAsync();
        await visit.DrawnAsync(visit.Large, 1);
        foreach (var tab in new[] { "overview", "zones", "search" })
        {
            await page.GetByTestId($"tab-{tab}").TapAsync();
            await AssertFitsAsync(tab);
        }

        async Task AssertFitsAsync(string what) => Assert.True(await page.EvaluateAsync<string[]>(TooWide) is [], $"{what}: {string.Join("\n", await page.EvaluateAsync<string[]>(TooWide))}");
    }
}
