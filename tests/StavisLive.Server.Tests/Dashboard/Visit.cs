using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>One visitor with a browser profile of its own, and what the browser complained about meanwhile.</summary>
internal sealed class Visit : IAsyncDisposable
{
    // Runs before anything of the page: what the page was not allowed to do, and when the first picture was on the screen.
    private const string Observer = """
        window.observed = { violations: [], firstPicture: null };
        document.addEventListener('securitypolicyviolation', event => observed.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
        new MutationObserver((changes, observer) => {
          if (!changes.some(({ target }) => Number(target.dataset?.frames) > 0)) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => observed.firstPicture = performance.now()));
        }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-frames'] });
        """;

    // Out of a copy: a canvas that is read itself is painted more slowly from then on, and the browser says so.
    private const string ReadPixels = """
        canvas => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
          copy.drawImage(canvas, 0, 0);
          return copy.getImageData(0, 0, canvas.width, canvas.height).data;
        }
        """;

    private const string ClockAhead = """
        Date = class extends Date {
          constructor(...given) {
            super(...given.length ? given : [Date.now()]);
          }

          static now() {
            return super.now() + 2 * 3600 * 1000;
          }
        };
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _requests;

    private Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error") _complaints.Enqueue($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Enqueue($"exception: {error}");
        page.RequestFailed += (_, request) => _complaints.Enqueue($"request: {request.Url} {request.Failure}");
        page.Request += (_, _) => Interlocked.Increment(ref _requests);
    }

    public IPage Page { get; }

    /// <summary>Requests that the page has made.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>All tiles.</summary>
    public ILocator Tiles => Page.GetByTestId("tile");

    /// <summary>The picture of the large view.</summary>
    public ILocator Large => Page.GetByTestId("large");

    public static async Task<Visit> BeginAsync(IBrowserContext context)
    {
        context.SetDefaultTimeout((float)RunningServer.Patience.TotalMilliseconds);
        await context.AddInitScriptAsync(Observer);
        return new Visit(context, await context.NewPageAsync());
    }

    /// <summary>Has a page believe that it is two hours later; called before it is opened.</summary>
    public static Task SetClockAheadAsync(IPage page) => page.AddInitScriptAsync(ClockAhead);

    /// <summary>The tile of a source.</summary>
    public ILocator Tile(string source) => Page.Locator($"[data-testid=tile][data-source={source}]");

    /// <summary>Waits until so many pictures were drawn in an element that counts them.</summary>
    public Task DrawnAsync(ILocator element, int count) => UntilAsync(element, $"element => Number(element.dataset.frames) >= {count}");

    /// <summary>Waits until more pictures are drawn than so far.</summary>
    public async Task MovesAsync(ILocator element)
    {
        var so = int.Parse(await element.GetAttributeAsync("data-frames") ?? "0", null);
        await DrawnAsync(element, so + 3);
    }

    /// <summary>Waits until an element is as a script wants it.</summary>
    public async Task UntilAsync(ILocator element, string holds) =>
        await Page.WaitForFunctionAsync($"element => ({holds})(element)", await element.ElementHandleAsync());

    /// <summary>A number that stands for every pixel of a canvas.</summary>
    public Task<long> PixelsAsync(ILocator canvas) =>
        canvas.EvaluateAsync<long>($"canvas => ({ReadPixels})(canvas).reduce((hash, value) => (hash * 31 + value) % 2147483647, 7)");

    /// <summary>Colour of a place of a canvas: red, green, blue.</summary>
    public Task<int[]> ColourAsync(ILocator canvas, double x, double y) => canvas.EvaluateAsync<int[]>($$"""
        (canvas, [x, y]) => {
          const first = 4 * (Math.floor(y * canvas.height) * canvas.width + Math.floor(x * canvas.width));
          return [...({{ReadPixels}})(canvas).slice(first, first + 3)];
        }
        """, new[] { x, y });

    /// <summary>Drags the mouse over an element; places are fractions of it.</summary>
    public async Task DragAsync(ILocator element, (double X, double Y) from, (double X, double Y) to)
    {
        await MoveAsync(element, from);
        await Page.Mouse.DownAsync();
        await MoveAsync(element, ((from.X + to.X) / 2, (from.Y + to.Y) / 2));
        await MoveAsync(element, to);
        await Page.Mouse.UpAsync();
    }

    /// <summary>Presses the mouse on a place of an element.</summary>
    public async Task PressAsync(ILocator element, (double X, double Y) place)
    {
        await MoveAsync(element, place);
        await Page.Mouse.DownAsync();
        await Page.Mouse.UpAsync();
    }

    /// <summary>Nothing failed, nothing was forbidden, and nobody else was asked.</summary>
    public async Task AssertQuietAsync()
    {
        Assert.Empty(_complaints);
        Assert.Empty(await Page.EvaluateAsync<string[]>("observed.violations"));
        var hosts = await Page.EvaluateAsync<string[]>("[...new Set(performance.getEntriesByType('resource').map(entry => new URL(entry.name).protocol + new URL(entry.name).host))]");
        Assert.DoesNotContain(hosts, host => !host.Contains(new Uri(Page.Url).Authority, StringComparison.Ordinal) && !host.StartsWith("blob:", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private async Task MoveAsync(ILocator element, (double X, double Y) place)
    {
        var box = (await element.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync((float)(box.X + place.X * box.Width), (float)(box.Y + place.Y * box.Height));
    }
}
