using Microsoft.Playwright;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>The machine's own Chromium, without a window: one for all tests of the page.</summary>
[CollectionDefinition(nameof(Browser))]
public sealed class Browser : IAsyncLifetime, ICollectionFixture<Browser>
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Program is not { } program) return;
        Assertions.SetDefaultExpectTimeout((float)RunningServer.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        // Root may not have Chromium's sandbox; what it is shown here is our own.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Somebody who has not been there before opens the page.</summary>
    /// <param name="server">Where.</param>
    /// <param name="path">What follows the address.</param>
    /// <param name="change">Changes what the visitor's browser is like.</param>
    /// <param name="prepare">Called before the page is opened.</param>
    internal async Task<Visit> VisitAsync(RunningServer server, string path = "", Action<BrowserNewContextOptions>? change = null, Func<IPage, Task>? prepare = null)
    {
        Assert.SkipWhen(_browser is null, Chromium.Missing);
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 }, Locale = "en-GB" };
        change?.Invoke(options);
        var visit = await Visit.BeginAsync(await _browser!.NewContextAsync(options));
        if (prepare is not null) await prepare(visit.Page);
        await visit.Page.GotoAsync(new Uri(server.Address, path).AbsoluteUri);
        return visit;
    }
}
