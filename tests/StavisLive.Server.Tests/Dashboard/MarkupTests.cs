using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>Words from outside that want to be more than words.</summary>
[Collection(nameof(Browser))]
public sealed class MarkupTests(Browser browser)
{
    private const string Hostile = "<img src=x onerror=\"window.isHacked=true\">\"'`${1}</title><script>window.isHacked=true</script> ‮שלום 🎥";

    [Fact]
    public async Task Words_FromTheServer_NeverBecomeMarkup()
    {
        await using var server = await RunningServer.StartAsync();
        // Stricter than the server, which lets no such name in: whatever the feeds carry is hostile here.
        await using var visit = await browser.VisitAsync(server, prepare: async page =>
        {
            await page.RouteWebSocketAsync("**/api/ws", socket => socket.OnMessage(frame => Answer(socket, frame.Text!)));
            await page.RouteAsync("**/api/events/recent**", route => route.FulfillAsync(new() { Json = new[] { Event() } }));
            await page.RouteAsync("**/search?**", route => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = JsonSerializer.Serialize(new { detail = Hostile }) }));
            await page.RouteAsync("**/zones", route => route.FulfillAsync(new() { Status = 400, ContentType = "application/problem+json", Body = JsonSerializer.Serialize(new { detail = Hostile }) }));
        });
        var page = visit.Page;

        await Expect(visit.Tiles.Locator(".name")).ToHaveTextAsync(Hostile);
        await Expect(visit.Tiles.Locator(".reason")).ToHaveTextAsync(Hostile);
        await Expect(page.GetByTestId("event-list")).ToContainTextAsync(Hostile);
        await visit.Tiles.ClickAsync();
        await Expect(page.GetByTestId("detail").Locator("h1")).ToHaveTextAsync(Hostile);
        await Expect(page.Locator(".overlay text")).ToHaveTextAsync(Hostile);
        await Expect(page.GetByTestId("dwell")).ToContainTextAsync(Hostile);
        await page.GetByTestId("tab-zones").ClickAsync();
        await Expect(page.GetByTestId("shape-list")).ToContainTextAsync(Hostile);
        await page.GetByTestId("zone-numbers").ClickAsync();
        await page.GetByTestId("zone-save").ClickAsync();
        await Expect(page.GetByTestId("zone-status")).ToHaveTextAsync(Hostile);
        await page.GetByTestId("tab-search").ClickAsync();
        await visit.DragAsync(page.Locator(".frame"), (0.2, 0.2), (0.6, 0.6));
        await Expect(page.GetByTestId("search-status")).ToHaveTextAsync(Hostile);

        await Expect(page.Locator("img, body script")).ToHaveCountAsync(0);
        Assert.False(await page.EvaluateAsync<bool>("'isHacked' in window"));
        Assert.Empty(await page.EvaluateAsync<string[]>("observed.violations"));
    }

    private static void Answer(IWebSocketRoute socket, string text)
    {
        var request = JsonSerializer.Deserialize<JsonElement>(text);
        var channel = request.GetProperty("channel").GetInt32();
        if (request.TryGetProperty("sources", out _)) socket.Send(JsonSerializer.Serialize(new { type = "sources", channel, at = DateTimeOffset.UnixEpoch, sources = new[] { Source() } }));
        if (request.TryGetProperty("events", out _)) socket.Send(JsonSerializer.Serialize(new { type = "event", channel, @event = Event() }));
        if (request.TryGetProperty("source", out _)) socket.Send(JsonSerializer.Serialize(new { type = "error", channel, message = Hostile }));
    }

    private static object Source() => new
    {
        id = Hostile, name = Hostile, kind = Hostile, state = "reconnecting", reason = Hostile, since = DateTimeOffset.UnixEpoch, width = 640, height = 360, fps = 25.0, mapsPerSecond = 1.0,
        framesIn = 1, framesOut = 1, mapsOut = 1, skips = new Dictionary<string, int> { [Hostile] = 1 }, reconnects = 1, audio = Hostile, hasRecorder = true,
        zones = new[] { new { name = Hostile, corners = new double[][] { [0, 0], [1, 0], [1, 1] }, dwell = 1.0, seconds = 1.0, isInside = true } }, masks = Array.Empty<object>(),
        zonesTag = "1", masksTag = "2",
    };

    private static object Event() => new { id = 1, kind = "zone-entered", source = Hostile, at = DateTimeOffset.UnixEpoch, zone = Hostile, reason = Hostile };
}
