using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Server.Control;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using StavisLive.Server.Tests.Control;
using StavisLive.Server.Tests.Sources.Remote;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>Zones and masks, drawn over the picture and kept in the configuration file.</summary>
[Collection(nameof(Browser))]
public sealed class ZoneEditorTests(Browser browser) : IDisposable
{
    private const double Pixel = 0.01;

    private static readonly double[][] Corners = [[0.6, 0.6], [0.9, 0.6], [0.9, 0.9]];

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
    public async Task Zone_RenamedMovedAndThenOneCorner_IsAsItWasMade()
    {
        var file = await WriteConfigAsync("""[{ "name": "desk", "corners": [[0.2, 0.2], [0.4, 0.2], [0.4, 0.4], [0.2, 0.4]] }]""");
        await using var server = await RunningServer.StartAsync(file: file);
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);

        await page.GetByTestId("shape-list").GetByText("desk").ClickAsync();
        // What is told of the source meanwhile does not take the form's shape away.
        for (var report = 0; report < 2; report++)
            await page.WaitForFunctionAsync("before => document.querySelector('dl.facts').textContent !== before", await page.Locator("dl.facts").TextContentAsync());
        await page.GetByTestId("zone-name").FillAsync("table");
        await page.GetByTestId("zone-dwell").FillAsync("2.5");
        await visit.DragAsync(visit.Large, (0.3, 0.3), (0.5, 0.4));
        await visit.DragAsync(visit.Large, (0.6, 0.5), (0.8, 0.9));
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("Saved to the configuration file.");

        var zone = Assert.Single(SourceIn(file).Zones);
        Assert.Equal(("table", 2.5), (zone.Name, zone.Dwell));
        var corners = zone.Corners;
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
    public async Task Zone_OthersHaveSavedMeanwhile_BothAreShownAndSavedTogether()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.GetByTestId("draw-zone").ClickAsync();
        await visit.DragAsync(visit.Large, (0.2, 0.2), (0.5, 0.5));
        await page.GetByTestId("zone-name").FillAsync("mine");
        await server.Client.PutAsJsonAsync("/api/sources/lab/zones", new[] { new { name = "theirs", corners = Corners } });

        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("The zones have been changed meanwhile");
        await Expect(page.Locator(".overlay text")).ToHaveTextAsync(["theirs", "mine"]);
        Assert.Equal(["theirs"], await NamesAsync(server));

        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("until the program ends");
        Assert.Equal(["theirs", "mine"], await NamesAsync(server));
    }

    [Fact]
    public async Task Zone_RemovedWhileOthersAddOne_StaysRemoved()
    {
        await using var server = await RunningServer.StartAsync(file: await WriteConfigAsync("""[{ "name": "old", "corners": [[0, 0], [0.4, 0], [0.4, 0.4]] }]"""));
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.GetByTitle("Remove old").ClickAsync();
        await server.Client.PutAsJsonAsync("/api/sources/lab/zones", new[] { new { name = "old", corners = (double[][])[[0, 0], [0.4, 0], [0.4, 0.4]] }, new { name = "new", corners = Corners } });

        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("changed meanwhile");
        await Expect(page.Locator(".overlay text")).ToHaveTextAsync(["new"]);
    }

    [Fact]
    public async Task Mask_SavedAlthoughTheAnswerWasAnother_IsThereOnceWithTheNext()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.RouteAsync("**/masks", async route =>
        {
            await route.FetchAsync();
            await route.FulfillAsync(new() { Status = 409, Json = new { detail = "The cluster does not answer at the moment; try again." } });
        }, new() { Times = 1 });
        await page.GetByTestId("draw-mask").ClickAsync();
        await visit.DragAsync(visit.Large, (0.1, 0.1), (0.3, 0.3));
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("The cluster does not answer at the moment; try again.");
        await server.UntilAsync(sources => sources.Single().Masks.Count == 1);

        await page.GetByTestId("draw-mask").ClickAsync();
        await visit.DragAsync(visit.Large, (0.5, 0.5), (0.8, 0.8));
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("The masks have been changed meanwhile: here they are with what you have changed");
        await Expect(page.Locator("polygon.mask")).ToHaveCountAsync(2);
        await page.GetByTestId("zone-save").ClickAsync();

        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("until the program ends");
        await Expect(page.Locator("polygon.mask")).ToHaveCountAsync(2);
        Assert.Equal(2, (await server.GetAsync("/api/sources/lab")).GetProperty("masks").GetArrayLength());
    }

    [Fact]
    public async Task Mask_OthersHaveSavedTheSameAndAnother_NothingIsLeftToSave()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.RouteAsync("**/masks", async route =>
        {
            var theirs = JsonNode.Parse(route.Request.PostData!)!.AsArray();
            theirs.Insert(0, new JsonArray(new JsonArray(0.6, 0.6), new JsonArray(0.9, 0.6), new JsonArray(0.9, 0.9)));
            await server.Client.PutAsJsonAsync("/api/sources/lab/masks", theirs);
            await route.ContinueAsync();
        }, new() { Times = 1 });

        await page.GetByTestId("draw-mask").ClickAsync();
        await visit.DragAsync(visit.Large, (0.1, 0.1), (0.3, 0.3));
        await page.GetByTestId("zone-save").ClickAsync();

        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("The masks have been changed meanwhile, and hold all that you have changed.");
        await Expect(page.Locator("polygon.mask")).ToHaveCountAsync(2);
        await Expect(page.GetByTestId("zone-save")).ToBeHiddenAsync();
        await page.GetByTestId("close").ClickAsync();
        await Expect(page.GetByTestId("detail")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Zones_NotKnownWhatThereIs_CannotBeChangedUntilItIs()
    {
        var cluster = new TestCluster();
        cluster.Put("yard", null, isDrawnKnown: false);
        await using var server = await RunningServer.StartAsync(
            prepare: builder => builder.Services.AddSingleton<IRemoteSources>(cluster).AddSingleton(new NodeName("north")));
        await using var visit = await browser.VisitAsync(server, "#/source/yard");
        var page = visit.Page;
        await page.GetByTestId("tab-zones").ClickAsync();

        foreach (var tool in new[] { "draw-zone", "draw-mask", "zone-numbers" }) await Expect(page.GetByTestId(tool)).ToBeDisabledAsync();
        cluster.Put("yard", null);

        foreach (var tool in new[] { "draw-zone", "draw-mask", "zone-numbers" }) await Expect(page.GetByTestId(tool)).ToBeEnabledAsync();
        await page.GetByTestId("draw-zone").ClickAsync();
        await visit.DragAsync(visit.Large, (0.1, 0.1), (0.4, 0.4));
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Zone_SavedAndTheOldOnesToldOnceMore_IsStillThereForTheNext()
    {
        var (control, cluster) = (new ReplacedControl("yard"), new TestCluster());
        cluster.Put("yard", null, node: "south");
        await using var server = await RunningServer.StartAsync(
            prepare: builder => builder.Services.AddSingleton<IRemoteSources>(cluster).AddSingleton<ISourceControl>(control).AddSingleton(new NodeName("north")));
        await using var visit = await browser.VisitAsync(server, "#/source/yard");
        var page = visit.Page;
        await page.GetByTestId("tab-zones").ClickAsync();
        // However long it takes here, it is told at once.
        await page.EvaluateAsync("Date.now = (now => () => now)(Date.now())");
        await page.GetByTestId("draw-zone").ClickAsync();
        await visit.DragAsync(visit.Large, (0.1, 0.1), (0.4, 0.4));
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("Saved in the cluster.");

        cluster.Put("yard", null, node: "west");
        await Expect(page.GetByTestId("detail").Locator(".node")).ToHaveTextAsync("west");
        await Expect(page.Locator(".overlay text")).ToHaveTextAsync("zone 1");
        await page.GetByTestId("draw-zone").ClickAsync();
        await visit.DragAsync(visit.Large, (0.5, 0.5), (0.9, 0.9));
        await page.GetByTestId("zone-save").ClickAsync();

        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync("Saved in the cluster.");
        Assert.Equal(["zones 1 yard", "zones 2 yard"], control.Asked);
    }

    [Fact]
    public async Task Zone_NotSaved_LeavingIsAskedAbout()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.GetByTestId("zone-numbers").ClickAsync();

        var asked = new TaskCompletionSource<IDialog>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Dialog += (_, dialog) => asked.TrySetResult(dialog);
        await page.EvaluateAsync("() => void setTimeout(() => location.reload())");
        var question = await asked.Task.WaitAsync(RunningServer.Patience);
        Assert.Equal(DialogType.BeforeUnload, question.Type);
        await question.DismissAsync();
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);

        await page.GetByTestId("close").ClickAsync();
        await page.GetByTestId("dialog").GetByText("Cancel").ClickAsync();
        await Expect(page.Locator("polygon.zone")).ToHaveCountAsync(1);

        await page.GetByTestId("close").ClickAsync();
        await page.GetByTestId("dialog-agree").ClickAsync();
        await Expect(page.GetByTestId("detail")).ToBeHiddenAsync();
        Assert.Empty((await server.GetAsync("/api/sources/lab")).GetProperty("zones").EnumerateArray());
    }

    [Fact]
    public async Task Zone_OnItsWayToTheServer_ReloadingIsAskedAbout()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        var sent = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/zones", route => sent.TrySetResult(route), new() { Times = 1 });
        await page.GetByTestId("zone-numbers").ClickAsync();
        await page.GetByTestId("zone-save").ClickAsync();
        var route = await sent.Task.WaitAsync(RunningServer.Patience);

        var asked = new TaskCompletionSource<IDialog>(TaskCreationOptions.RunContinuationsAsynchronously);
        page.Dialog += (_, dialog) => asked.TrySetResult(dialog);
        await page.EvaluateAsync("() => void setTimeout(() => location.reload())");
        var question = await asked.Task.WaitAsync(RunningServer.Patience);
        await question.DismissAsync();
        await route.ContinueAsync();

        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("until the program ends");
        Assert.Equal(["zone 1"], await NamesAsync(server));
    }

    [Fact]
    public async Task Zone_OthersSaveAnotherBeforeIt_StaysSelected()
    {
        object desk = new { name = "desk", corners = (double[][])[[0, 0], [0.4, 0], [0.4, 0.4]] };
        await using var server = await RunningServer.StartAsync();
        await server.Client.PutAsJsonAsync("/api/sources/lab/zones", new[] { desk });
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.GetByTestId("shape-list").GetByText("desk").ClickAsync();

        await server.Client.PutAsJsonAsync("/api/sources/lab/zones", new[] { new { name = "theirs", corners = Corners }, desk });

        await Expect(page.Locator(".overlay text")).ToHaveTextAsync(["theirs", "desk"]);
        await Expect(page.GetByTestId("zone-name")).ToHaveValueAsync("desk");
    }

    [Fact]
    public async Task Save_PressedWithTheKeyboard_FocusStaysInThePanel()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await OpenAsync(server);
        var page = visit.Page;
        await page.GetByTestId("zone-numbers").ClickAsync();

        await page.GetByTestId("zone-save").FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("zone-status")).ToContainTextAsync("until the program ends");
        await Expect(page.GetByTestId("shape-list").GetByText("zone 1")).ToBeFocusedAsync();
    }

    private static async Task<IEnumerable<string?>> NamesAsync(RunningServer server) =>
        (await server.GetAsync("/api/sources/lab")).GetProperty("zones").EnumerateArray().Select(zone => zone.GetProperty("name").GetString());

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
