using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>Zones and masks, drawn over the picture and kept in the configuration file.</summary>
[Collection(nameof(Browser))]
public sealed class ZoneEditorTests(Browser browser) : IDisposable
{
    private const double Pixel = 0.01;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Zone_DraggedAndNamed_IsSavedAndThereAfterReload()
    {
        var file = await WriteConfigAsync();
        await using var server = await RunningServer.StartAsync(file: file);
        await using var visit = await OpenAsync(server);
        var page = visit.Page;

        await page.GetByTestId("draw-zone").ClickAsync();
        await visit.DragAsync(visit.Large, (0.25, 0.25), (0.5, 0.75));
        await page.GetByTestId("zone-name").FillAsync("Tür");
        await page.GetByTestId("zone-dwell").FillAsync("1.5");
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("Saved to the configuration file.");

        var zone = Assert.Single(SourceIn(file).Zones);
        Assert.Equal(("Tür", 1.5), (zone.Name, zone.Dwell));
        Assert.Equal(4, zone.Corners.Count);
        Assert.Equal(0.25, zone.Corners[0].X, Pixel);
        Assert.Equal(0.5, zone.Corners[2].X, Pixel);
        Assert.Equal(0.75, zone.Corners[2].Y, Pixel);

        await page.ReloadAsync();
        await visit.DrawnAsync(visit.Large, 1);
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);
        await Expect(page.Locator(".overlay text")).ToHaveTextAsync("Tür");
        await Expect(page.GetByTestId("dwell")).ToContainTextAsync("Tür");
    }

    [Fact]
    public async Task Zone_MovedAndThenOneCorner_IsWhereItWasPut()
    {
        var file = await WriteConfigAsync("""[{ "name": "desk", "corners": [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4]] }]""");
        await using var server = await RunningServer.StartAsync(file: file);
        await using var visit = await OpenAsync(server);
        await Expect(visit.Page.Locator("polygon.zone")).ToHaveCountAsync(1);

        await visit.DragAsync(visit.Large, (0.3, 0.3), (0.5, 0.4));
        await visit.DragAsync(visit.Large, (0.6, 0.5), (0.8, 0.9));
        await visit.Page.GetByTestId("zone-save").ClickAsync();
        await Expect(visit.Page.GetByTestId("zone-status")).ToHaveTextAsync("Saved to the configuration file.");

        var corners = Assert.Single(SourceIn(file).Zones).Corners;
        Assert.Equal(0.4, corners[0].X, Pixel);
        Assert.Equal(0.3, corners[0].Y, Pixel);
        Assert.Equal(0.8, corners[2].X, Pixel);
        Assert.Equal(0.9, corners[2].Y, Pixel);
    }

    [Fact]
    public async Task Mask_DrawnCornerByCorner_IsSavedAndHidesAfterReload()
    {
        var file = await WriteConfigAsync();
        await using var server = await RunningServer.StartAsync(file: file);
        await using var visit = await OpenAsync(server);
        var page = visit.Page;

        await page.GetByTestId("draw-mask").ClickAsync();
        foreach (var place in new[] { (0.05, 0.05), (0.45, 0.05), (0.45, 0.45), (0.05, 0.45) }) await visit.PressAsync(visit.Large, place);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("Saved to the configuration file.");
        Assert.Equal(4, Assert.Single(SourceIn(file).Masks).Polygon.Count);

        await page.ReloadAsync();
        await page.GetByTestId("mode-picture").CheckAsync();
        await page.GetByTestId("peak").UncheckAsync();
        await page.GetByTestId("tab-zones").ClickAsync();
        await Expect(page.GetByTestId("shape-list")).ToContainTextAsync("Mask 1");
        // What is hidden never left the server.
        await visit.DrawnAsync(visit.Large, 3);
        Assert.All(await visit.ColourAsync(visit.Large, 0.25, 0.25), channel => Assert.InRange(channel, 0, 12));
        Assert.Contains(await visit.ColourAsync(visit.Large, 0.7, 0.3), channel => channel > 12);
    }

    [Fact]
    public async Task Zone_NameThatTheServerRefuses_IsToldAndWhatWasDrawnStays()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;

        await page.GetByTestId("draw-zone").ClickAsync();
        await visit.DragAsync(visit.Large, (0.2, 0.2), (0.5, 0.5));
        await page.GetByTestId("zone-name").FillAsync("<img src=x onerror=alert(1)>");
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.Locator("[data-testid=zone-status].problem")).ToContainTextAsync("letters");
        await Expect(page.Locator(".overlay text")).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        await Expect(page.Locator("img")).ToHaveCountAsync(0);

        await page.GetByTestId("zone-name").FillAsync("door");
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("until the program ends");
    }

    [Fact]
    public async Task Zone_NotSaved_LeavingIsAskedAbout()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.GetByTestId("zone-numbers").ClickAsync();

        await page.GetByTestId("close").ClickAsync();
        await page.GetByTestId("dialog").GetByText("Cancel").ClickAsync();
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);

        await page.GetByTestId("close").ClickAsync();
        await page.GetByTestId("dialog-agree").ClickAsync();
        await Expect(page.GetByTestId("detail")).ToBeHiddenAsync();
        Assert.Empty((await server.GetAsync("/api/sources/lab")).GetProperty("zones").EnumerateArray());
    }

    private static SourceConfig SourceIn(string file) => Assert.Single(ConfigFile.Load(file).Streams()).Source;

    private async Task<Visit> OpenAsync(RunningServer server)
    {
        var visit = await browser.VisitAsync(server, "#/source/lab");
        await visit.DrawnAsync(visit.Large, 1);
        await visit.Page.GetByTestId("tab-zones").ClickAsync();
        return visit;
    }

    private async Task<string> WriteConfigAsync(string zones = "[]")
    {
        var file = Path.Combine(_folder.FullName, "wall.json");
        await File.WriteAllTextAsync(file, $$"""
            { "sources": [{ "name": "lab", "source": { "synthetic": true, "realtime": true, "zones": {{zones}} }, "outputs": { "display": false } }] }
            """);
        return file;
    }
}
