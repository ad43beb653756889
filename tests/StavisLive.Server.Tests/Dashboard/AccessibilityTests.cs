using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>The page without a mouse, and without eyes.</summary>
[Collection(nameof(Browser))]
public sealed partial class AccessibilityTests(Browser browser)
{
    [Fact]
    public async Task Controls_Everywhere_HaveNamesAndKeepTheFocus()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PutAsync("/api/sources/lab/zones", new StringContent("""[{"name":"door","corners":[[0,0],[0.5,0],[0.5,1]]}]""", null, "application/json"));
        await using var visit = await browser.VisitAsync(server);
        var page = visit.Page;
        await visit.DrawnAsync(visit.Tile("lab"), 1);

        await AssertNamedAsync();
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        await page.GetByTestId("add-source").ClickAsync();
        await AssertNamedAsync();
        await page.Keyboard.PressAsync("Escape");
        await visit.Tile("lab").ClickAsync();
        await visit.DrawnAsync(visit.Large, 1);
        await AssertNamedAsync();
        await page.GetByTestId("tab-zones").ClickAsync();
        var door = page.GetByTestId("shape-list").GetByText("door");
        await door.PressAsync("Enter");
        await Expect(door).ToBeFocusedAsync();
        await AssertNamedAsync();
        var add = page.GetByRole(AriaRole.Button, new() { Name = "Corner", Exact = true });
        await add.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Expect(add).ToBeFocusedAsync();
        await page.GetByLabel("Remove corner 5").PressAsync("Enter");
        await Expect(page.GetByLabel("Remove corner 4")).ToBeFocusedAsync();
        // Three are the fewest: none of them can be removed.
        await page.Keyboard.PressAsync("Enter");
        await Expect(add).ToBeFocusedAsync();
        await page.GetByTestId("tab-search").ClickAsync();
        await AssertNamedAsync();

        async Task AssertNamedAsync()
        {
            var told = await page.Locator("body").AriaSnapshotAsync();
            Assert.Contains("button \"", told);
            Assert.Empty(Nameless().Matches(told).Select(match => match.Value));
        }
    }

    [Fact]
    public async Task Tab_FromTheTop_ReachesEveryTileAndShowsWhereItIs()
    {
        await using var server = await RunningServer.StartAsync(config => config with { Sources = [RunningServer.Scene("lab"), RunningServer.Scene("yard")] });
        await using var visit = await browser.VisitAsync(server);
        await visit.DrawnAsync(visit.Tile("yard"), 1);
        var reached = new HashSet<string>();

        for (var step = 0; step < 40; step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var (name, isSeen) = (await FocusedAsync("element.dataset.source ?? element.dataset.testid ?? element.className"), await FocusedAsync(
                "[element, element.nextElementSibling].some(shown => shown && parseFloat(getComputedStyle(shown).outlineWidth) > 0 && getComputedStyle(shown).outlineStyle !== 'none') || element.className === 'skip'"));
            if (name is not "BODY" and not "") Assert.True(isSeen is "true", $"Nobody sees that \"{name}\" has the focus.");
            reached.Add(name);
        }

        Assert.Superset(new HashSet<string> { "lab", "yard", "opacity", "colours", "theme", "events-button", "skip" }, reached);

        Task<string> FocusedAsync(string what) => visit.Page.EvaluateAsync<string>($"(element => element === document.body ? 'BODY' : String({what}))(document.activeElement)");
    }

    [Fact]
    public async Task Dialog_Open_KeepsTheFocusAndGivesItBack()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        await visit.Page.GetByTestId("add-source").ClickAsync();

        for (var step = 0; step < 12; step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            Assert.True(await visit.Page.EvaluateAsync<bool>("document.activeElement === document.body || document.activeElement.closest('dialog') !== null"));
        }

        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.GetByTestId("dialog")).ToHaveCountAsync(0);
        await Expect(visit.Page.GetByTestId("add-source")).ToBeFocusedAsync();
    }

    // A line of the tree that assistive programs see, with a role that needs a name and without one.
    [GeneratedRegex("""^\s*- (button|link|textbox|combobox|slider|checkbox|radio|tab|spinbutton|img|dialog)\b(?! ").*$""", RegexOptions.Multiline)]
    private static partial Regex Nameless();
}
