using System.Diagnostics;
using Microsoft.Playwright;
using StavisLive.Media.Ffmpeg;
using static Microsoft.Playwright.Assertions;

namespace StavisLive.Server.Tests.Dashboard;

/// <summary>Files that somebody brings to the page.</summary>
[Collection(nameof(Browser))]
public sealed class MapOfFileTests(Browser browser) : IDisposable
{
    // As a picture manager drops a file; the browser makes its own from what lies in the test's page.
    private const string Drop = """
        async ([name, base64]) => {
          const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], name, { type: 'image/png' }));
          for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
        }
        """;

    // A number each would take the connection a minute.
    private const string Pixels = """
        canvas => {
          const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let letters = '';
          for (const byte of bytes) letters += String.fromCharCode(byte);
          return btoa(letters);
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task File_Chosen_ItsMapIsShownAndCanBeKept()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        var page = visit.Page;

        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByTestId("map-button").ClickAsync());
        await chooser.SetFilesAsync(await MakePictureAsync());

        var dialog = page.GetByTestId("map-dialog");
        await Expect(dialog).ToContainTextAsync("320 × 180 pixels");
        var shown = await visit.PixelsAsync(dialog.Locator("canvas"));
        await page.EvaluateAsync("import('./settings.js').then(({ set }) => set({ mode: 'map' }))");
        await visit.UntilAsync(dialog.Locator("canvas"), "canvas => canvas.width > 300");
        Assert.NotEqual(shown, await PaintedAsync());
        var map = await page.RunAndWaitForDownloadAsync(() => page.GetByTestId("map-download").ClickAsync());
        Assert.Equal("still map.png", map.SuggestedFilename);
        Assert.Equal("PNG"u8.ToArray(), (await File.ReadAllBytesAsync(await map.PathAsync()))[1..4]);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await visit.AssertQuietAsync();

        async Task<long> PaintedAsync()
        {
            await page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            return await visit.PixelsAsync(dialog.Locator("canvas"));
        }
    }

    [Fact]
    public async Task File_Dropped_ItsMapIsShown()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        await Expect(visit.Page.GetByTestId("map-button")).ToBeVisibleAsync();

        await DropAsync(visit, "<img src=x onerror=alert(1)>.png", await File.ReadAllBytesAsync(await MakePictureAsync()));

        var dialog = visit.Page.GetByTestId("map-dialog");
        await Expect(dialog).ToContainTextAsync("320 × 180 pixels");
        await Expect(dialog.Locator("h2")).ToHaveTextAsync("<img src=x onerror=alert(1)>.png");
        await Expect(visit.Page.Locator("img")).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#drop")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task File_ThatIsNoPicture_IsToldInWords()
    {
        await using var server = await RunningServer.StartAsync();
        await using var visit = await browser.VisitAsync(server);
        await Expect(visit.Page.GetByTestId("map-button")).ToBeVisibleAsync();

        await DropAsync(visit, "letter.png", "not a picture at all"u8.ToArray());

        await Expect(visit.Page.GetByTestId("map-dialog").GetByRole(AriaRole.Alert)).ToContainTextAsync("No picture can be read");
    }

    [Fact]
    public async Task Painting_WithAndWithoutGraphicsCard_LooksTheSame()
    {
        await using var server = await RunningServer.StartAsync();
        var picture = await File.ReadAllBytesAsync(await MakePictureAsync());

        var withCard = await PaintAsync("");
        var without = await PaintAsync("?plain");

        Assert.Equal(withCard.Length, without.Length);
        Assert.InRange(withCard.Zip(without, (one, other) => Math.Abs(one - other)).Average(), 0, 4);

        async Task<byte[]> PaintAsync(string query)
        {
            await using var visit = await browser.VisitAsync(server, query);
            await Expect(visit.Page.GetByTestId("map-button")).ToBeVisibleAsync();
            await DropAsync(visit, "still.png", picture);
            var canvas = visit.Page.GetByTestId("map-dialog").Locator("canvas");
            await visit.UntilAsync(canvas, "canvas => canvas.width > 300");
            return Convert.FromBase64String(await canvas.EvaluateAsync<string>(Pixels));
        }
    }

    private static Task DropAsync(Visit visit, string name, byte[] content) => visit.Page.EvaluateAsync(Drop, new[] { name, Convert.ToBase64String(content) });

    private async Task<string> MakePictureAsync()
    {
        var path = Path.Combine(_folder.FullName, "still.png");
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);
        using var child = Process.Start(new ProcessStartInfo(tools.Ffmpeg, ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=320x180", "-frames:v", "1", path]))!;
        await child.WaitForExitAsync();
        Assert.Equal(0, child.ExitCode);
        return path;
    }
}
