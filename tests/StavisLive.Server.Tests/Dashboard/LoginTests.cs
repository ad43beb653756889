using StavisLive.Core.Configuration.Serving;
using StavisLive.Testing;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>Who may come in, and what they then see.</summary>
[Collection(nameof(Browser))]
public sealed class LoginTests(Browser browser)
{
    private const string Operator = "operator-token-of-24-letters";
    private const string Viewer = "viewer-token-of-24-letters--";

    [Fact]
    public async Task Login_WrongThenRightToken_OpensThePageAndStays()
    {
        await using var server = await StartAsync();
        await using var visit = await browser.VisitAsync(server);
        var page = visit.Page;

        await Expect(page.GetByTestId("login-token")).ToBeFocusedAsync();
        await page.GetByTestId("login-token").FillAsync("not-a-token-of-this-server");
        await page.GetByTestId("login-button").ClickAsync();
        await Expect(page.Locator("#login-problem")).ToContainTextAsync("not one that the server knows");
        await Expect(visit.Tiles).ToHaveCountAsync(0);

        await page.GetByTestId("login-token").FillAsync(Operator);
        await page.Keyboard.PressAsync("Enter");
        await visit.DrawnAsync(visit.Tile("lab"), 3);
        await Expect(page.GetByTestId("login")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("add-source")).ToBeVisibleAsync();
        // Scripts, and whoever manages to bring one in, cannot read it.
        Assert.DoesNotContain("session", await page.EvaluateAsync<string>("document.cookie"));
        Assert.DoesNotContain(Operator, await page.EvaluateAsync<string>("JSON.stringify({ ...localStorage, ...sessionStorage })"));

        await page.ReloadAsync();
        await visit.DrawnAsync(visit.Tile("lab"), 1);

        await visit.Tile("lab").ClickAsync();
        await page.GetByTestId("tab-zones").ClickAsync();
        await page.GetByTestId("zone-numbers").ClickAsync();
        await page.GetByTestId("logout").ClickAsync();
        await page.GetByTestId("dialog").GetByText("Cancel").ClickAsync();
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);
        await page.GetByTestId("logout").ClickAsync();
        await page.GetByTestId("dialog-agree").ClickAsync();
        await Expect(page.GetByTestId("login")).ToBeVisibleAsync();
        await Expect(visit.Tiles).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Login_Viewer_SeesPicturesAndNothingThatChangesThem()
    {
        await using var server = await StartAsync();
        await using var visit = await browser.VisitAsync(server);
        var page = visit.Page;
        await page.GetByTestId("login-token").FillAsync(Viewer);
        await page.GetByTestId("login-button").ClickAsync();

        await visit.MovesAsync(visit.Tile("lab"));
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-role", "viewer");
        foreach (var control in new[] { "add-source", "map-button" }) await Expect(page.GetByTestId(control)).ToBeHiddenAsync();
        await visit.Tile("lab").ClickAsync();
        await visit.DrawnAsync(visit.Large, 1);
        foreach (var control in new[] { "pause", "record", "remove", "tab-zones", "draw-zone", "zone-save" }) await Expect(page.GetByTestId(control)).ToBeHiddenAsync();
        foreach (var control in new[] { "snapshot", "tab-overview", "tab-search" }) await Expect(page.GetByTestId(control)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Login_SomebodyElseAfterwards_SeesNoMoreThanTheirs()
    {
        const string porter = "porter-token-of-24-letters--";
        await using var server = await RunningServer.StartAsync(config => config with
        {
            Sources = [RunningServer.Scene("lab"), RunningServer.Scene("yard")],
            Serve = config.Serve with
            {
                Tokens = [new AccessTokenConfig { Name = "anna", Token = Operator, Role = AccessRole.Operator }, new AccessTokenConfig { Name = "porter", Token = porter, Sources = ["yard"] }],
            },
        });
        await using var visit = await browser.VisitAsync(server);
        var page = visit.Page;
        await page.GetByTestId("login-token").FillAsync(Operator);
        await page.GetByTestId("login-button").ClickAsync();
        await visit.DrawnAsync(visit.Tile("lab"), 1);
        await Expect(page.GetByTestId("event-list")).ToContainTextAsync("lab");
        await visit.Tile("lab").ClickAsync();
        await visit.DrawnAsync(visit.Large, 1);

        // The session is over, and the page notices at the next thing it asks for.
        await page.Context.ClearCookiesAsync();
        await page.GetByTestId("snapshot").ClickAsync();
        await page.GetByTestId("login-token").FillAsync(porter);
        await page.GetByTestId("login-button").ClickAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-role", "viewer");
        await Expect(page.GetByTestId("detail").Locator("h1")).ToHaveTextAsync("There is no such source");
        await Expect(visit.Large).ToBeHiddenAsync();
        await page.GetByTestId("close").ClickAsync();
        await visit.MovesAsync(visit.Tile("yard"));
        await Expect(visit.Tiles).ToHaveCountAsync(1);
        await Expect(page.GetByTestId("event-list")).Not.ToContainTextAsync("lab");
    }

    [Fact]
    public async Task Login_SessionOverMeanwhile_NothingIsSaidOfALostConnection()
    {
        await using var server = await StartAsync();
        await using var visit = await browser.VisitAsync(server, prepare: page => page.Clock.InstallAsync());
        var page = visit.Page;
        await LogInAsync(visit);

        await page.Context.ClearCookiesAsync();
        await page.GetByTestId("snapshot").ClickAsync();
        await Expect(page.GetByTestId("login")).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync(5000);

        await Expect(page.GetByTestId("notice")).ToBeHiddenAsync();
        await Expect(page.Locator("html[data-lost]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Login_SessionOverWhileTheConnectionWasLost_NothingIsSaidOfItAnyMore()
    {
        var address = $"127.0.0.1:{FreePort.Next()}";
        var server = await StartAsync(address);
        try
        {
            await using var visit = await browser.VisitAsync(server);
            var page = visit.Page;
            await LogInAsync(visit);
            await server.DisposeAsync();
            await Expect(page.GetByTestId("notice")).ToContainTextAsync("The connection to the server is lost");

            await page.Context.ClearCookiesAsync();
            server = await StartAsync(address);

            await Expect(page.GetByTestId("login")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("notice")).ToBeHiddenAsync();
            await LogInAsync(visit);
            await Expect(page.GetByTestId("notice")).ToBeHiddenAsync();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    // Until the one source is shown large.
    private static async Task LogInAsync(Visit visit)
    {
        await visit.Page.GetByTestId("login-token").FillAsync(Operator);
        await visit.Page.GetByTestId("login-button").ClickAsync();
        if (!visit.Page.Url.Contains("#/source/", StringComparison.Ordinal)) await visit.Tile("lab").ClickAsync();
        await visit.DrawnAsync(visit.Large, 1);
    }

    private static Task<RunningServer> StartAsync(string address = "127.0.0.1:0") => RunningServer.StartAsync(config => config with
    {
        Serve = config.Serve with
        {
            Address = address,
            Tokens = [new AccessTokenConfig { Name = "anna", Token = Operator, Role = AccessRole.Operator }, new AccessTokenConfig { Name = "guest", Token = Viewer }],
        },
    });
}
