using Microsoft.Extensions.DependencyInjection;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Server.Events;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>What happened, listed beside the wall and for one source.</summary>
[Collection(nameof(Browser))]
public sealed class EventListTests(Browser browser)
{
    [Fact]
    public async Task Events_NewOnes_LeaveTheFocusWhereItIs()
    {
        await using var server = await StartAsync();
        Tell(server, "lab", "one");
        await using var visit = await browser.VisitAsync(server);
        var entry = visit.Page.GetByTestId("event-list").Locator("li").Filter(new() { HasText = "“one”" });
        await entry.Locator("a").FocusAsync();

        Tell(server, "yard", "two");
        Tell(server, "lab", "three");

        var list = visit.Page.GetByTestId("event-list").Locator("li").Filter(new() { HasText = "Attention came to" });
        await Expect(list).ToContainTextAsync(["“three”", "“two”", "“one”"]);
        await Expect(entry.Locator("a")).ToBeFocusedAsync();
        await Expect(entry.Locator("a")).ToHaveTextAsync("lab");
    }

    [Fact]
    public async Task EventsOfASource_NewOnes_LeaveTheEntriesThatThereAre()
    {
        await using var server = await StartAsync();
        Tell(server, "lab", "one");
        await using var visit = await browser.VisitAsync(server, "#/source/lab");
        var list = visit.Page.GetByTestId("source-events").Locator("li").Filter(new() { HasText = "Attention came to" });
        await Expect(list).ToContainTextAsync(["“one”"]);
        await list.EvaluateAsync("entry => entry.isTheSame = true");

        Tell(server, "yard", "two");
        Tell(server, "lab", "three");

        await Expect(list).ToContainTextAsync(["“three”", "“one”"]);
        Assert.True(await list.Nth(1).EvaluateAsync<bool?>("entry => entry.isTheSame"));
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(config => config with { Sources = [RunningServer.Scene("lab"), RunningServer.Scene("yard")] });

    private static void Tell(RunningServer server, string source, string zone) =>
        server.Services.GetRequiredService<EventHub>().Publish(new AttentionEvent { Kind = EventKind.ZoneEntered, Source = source, Zone = zone, At = TimeProvider.System.GetUtcNow() });
}
