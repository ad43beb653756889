using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.Tests.Events.Mqtt;
using StavisLive.Testing;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>A page that stays open while the server comes and goes.</summary>
[Collection(nameof(Browser))]
public sealed class ConnectionTests(Browser browser)
{
    [Fact]
    public async Task Server_StoppedAndStartedAgain_PicturesMoveAgainByThemselves()
    {
        var address = $"127.0.0.1:{FreePort.Next()}";
        var server = await StartAsync(address);
        try
        {
            await using var visit = await browser.VisitAsync(server);
            await visit.DrawnAsync(visit.Tile("lab"), 3);
            await visit.Page.EvaluateAsync("window.isTheSamePage = true");

            await server.DisposeAsync();
            await Expect(visit.Page.GetByTestId("notice")).ToContainTextAsync("The connection to the server is lost");
            await Expect(visit.Page.Locator("html[data-lost]")).ToHaveCountAsync(1);

            server = await StartAsync(address);
            await Expect(visit.Page.GetByTestId("notice")).ToBeHiddenAsync();
            await Expect(visit.Page.Locator("html[data-lost]")).ToHaveCountAsync(0);
            await visit.MovesAsync(visit.Tile("lab"));
            Assert.True(await visit.Page.EvaluateAsync<bool>("isTheSamePage"));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Server_WithACertificate_PicturesMove()
    {
        var folder = Directory.CreateTempSubdirectory("stavis-live-");
        try
        {
            await using var server = await RunningServer.StartAsync(prepare: builder => TestCertificate.For("localhost").UseIn(builder, folder.FullName));
            await using var visit = await browser.VisitAsync(server, change: options => options.IgnoreHTTPSErrors = true);

            Assert.Equal("h2", await visit.Page.EvaluateAsync<string>("performance.getEntriesByType('navigation')[0].nextHopProtocol"));
            await visit.MovesAsync(visit.Tile("lab"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<RunningServer> StartAsync(string address) =>
        RunningServer.StartAsync(config => config with { Serve = new ServeConfig { Address = address } });
}
