using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>One source, large.</summary>
[Collection(nameof(Browser))]
public sealed partial class DetailTests(Browser browser)
{
    // Over how much of its width a chart has a line's own colour.
    private const string WidthOfLine = """
        canvas => {
          const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          // Of any of its lines: one may hide another that has the same values.
          const colours = [...canvas.parentElement.querySelectorAll('.series i')].map(mark => {
            probe.fillStyle = getComputedStyle(mark).backgroundColor;
            probe.fillRect(0, 0, 1, 1);
            return probe.getImageData(0, 0, 1, 1).data;
          });
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const columns = new Set();
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 90 && colours.some(wanted => Math.hypot(...[0, 1, 2].map(channel => data[at + channel] - wanted[channel])) < 40)) columns.add(at / 4 % canvas.width);
          return columns.size / canvas.width;
        }
        """;

    [Fact]
    public async Task Large_OpenedWithEnter_EscapeGoesBackToTheTile()
    {
        await using var server = await RunningServer.StartAsync(config => config with { Sources = [RunningServer.Scene("lab"), RunningServer.Scene("yard")] });
        await using var visit = await browser.VisitAsync(server);
        await visit.DrawnAsync(visit.Tile("yard"), 1);

        await visit.Tile("lab").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(visit.Tile("yard")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByTestId("detail")).ToBeVisibleAsync();
        await visit.DrawnAsync(visit.Large, 3);
        var before = await visit.PixelsAsync(visit.Large);
        await visit.MovesAsync(visit.Large);
        Assert.NotEqual(before, await visit.PixelsAsync(visit.Large));

        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(visit.Page.GetByTestId("detail")).ToBeHiddenAsync();
        await Expect(visit.Tile("yard")).ToBeFocusedAsync();
        await visit.MovesAsync(visit.Tile("yard"));
    }

    [Fact]
    public async Task Large_ArrowKeys_GoFromSourceToSource()
    {
        await using var server = await RunningServer.StartAsync(config => config with { Sources = [RunningServer.Scene("lab"), RunningServer.Scene("yard")] });
        await using var visit = await browser.VisitAsync(server, "#/source/lab");
        var title = visit.Page.GetByTestId("detail").Locator("h1");
        await Expect(title).ToHaveTextAsync("lab");

        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(title).ToHaveTextAsync("yard");
        await visit.DrawnAsync(visit.Large, 3);
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(title).ToHaveTextAsync("lab");
        await visit.Page.GoBackAsync();
        await Expect(title).ToHaveTextAsync("yard");
    }

    [Fact]
    public async Task Large_WithABrowserWhoseClockIsWrong_TimesAreTheServers()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server, "#/source/lab", prepare: async page =>
        {
            await Visit.SetClockAheadAsync(page);
            await page.RouteAsync("**/samples", route => route.FulfillAsync(new() { Json = RememberedSamples() }));
        });
        await Expect(visit.Page.GetByTestId("detail").Locator(".title > .quiet").Last).ToHaveTextAsync(LessThanAnHour());
        var charts = visit.Page.Locator(".chart");
        await Expect(charts).ToHaveCountAsync(5);

        foreach (var title in new[] { "Capture to map", "Rates", "Entropy of attention" })
        {
            var chart = charts.Filter(new() { HasText = title });
            await visit.UntilAsync(chart.Locator("canvas"), $"canvas => ({WidthOfLine})(canvas) > 0.5");
            Assert.Matches(@"\d", await chart.Locator("b").First.InnerTextAsync());
            Assert.Contains(title, await chart.Locator("canvas").GetAttributeAsync("aria-label"));
        }
    }

    [Fact]
    public async Task Large_PauseButton_PausesAndResumes()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server, "#/source/lab");
        await visit.DrawnAsync(visit.Large, 1);

        await visit.Page.GetByTestId("pause").ClickAsync();
        await Expect(visit.Page.GetByTestId("told")).ToHaveTextAsync("Paused");
        await Expect(visit.Page.GetByTestId("pause")).ToHaveTextAsync("Resume");
        await server.UntilAsync(sources => sources.Single().State == "paused");

        await visit.Page.GetByTestId("pause").ClickAsync();
        await Expect(visit.Page.GetByTestId("pause")).ToHaveTextAsync("Pause");
        await visit.MovesAsync(visit.Large);
    }

    [Fact]
    public async Task Large_SourceThatIsNotThere_IsSaid()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server, "#/source/nobody");

        await Expect(visit.Page.GetByTestId("detail").Locator("h1")).ToHaveTextAsync("There is no such source");
    }

    // Of the last four minutes.
    private static object[] RememberedSamples() =>
    [
        .. Enumerable.Range(1, 240).Reverse().Select(ago => new
        {
            at = TimeProvider.System.GetUtcNow().AddSeconds(-ago), fps = 25.0, mapsPerSecond = 20.0, p50 = 30.0, p95 = 40.0, skipped = 0.0, entropy = 11.0, level = -20.0,
        }),
    ];

    [GeneratedRegex(@"^for (\d+ s|\d+:\d\d)$")]
    private static partial Regex LessThanAnHour();
}
