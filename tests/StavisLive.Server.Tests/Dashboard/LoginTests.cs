using StavisLive.Core.Configuration;
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

        await page.GetByTestId("logout").ClickAsync();
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

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(config => config with
    {
        Serve = config.Serve with
        {
            Tokens = [new AccessTokenConfig { Name = "anna", Token = Operator, Role = AccessRole.Operator }, new AccessTokenConfig { Name = "guest", Token = Viewer }],
        },
    });
}
