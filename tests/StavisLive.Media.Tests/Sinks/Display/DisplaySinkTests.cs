using StavisLive.Core.Sources;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Display;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Display;

/// <summary>The window, on a real screen that nobody sees.</summary>
public sealed class DisplaySinkTests(DisplayScreen screen) : IClassFixture<DisplayScreen>
{
    private PrivateScreen Screen
    {
        get
        {
            Assert.SkipWhen(screen.Screen is null, "A private screen needs Xvfb.");
            return screen.Screen!;
        }
    }

    [Theory]
    [InlineData(640, 360)]
    [InlineData(320, 240)]
    public async Task WriteAsync_Result_IsOnTheScreenWithItsColoursAndCaption(int width, int height)
    {
        var title = $"picture {width}";
        await using var sink = await OpenAsync(title);
        var window = await WindowAsync(title);

        await WriteAsync(sink, TestResults.Picture(width, height));

        await Eventually.HoldsAsync(() => Screen.Size(window) == (width, height) && Pixel(Screen.Photograph(), width - 10, height - 10) == (40, 90, 150));
        var shown = Screen.Photograph();
        // The peak of the map is coloured, and the caption's ground is dimmed.
        Assert.NotEqual((40, 90, 150), Pixel(shown, width / 2, height / 2));
        Assert.Equal((14, 32, 52), Pixel(shown, 2, 2));
        Assert.Contains(Enumerable.Range(0, width / 2), x => Pixel(shown, x, Letters(height)) is (> 200, > 200, > 200));
        Assert.False(sink.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task WriteAsync_SourceInTrouble_CaptionSaysSoWithoutANewPicture()
    {
        await using var sink = await OpenAsync("trouble");
        await WindowAsync("trouble");
        await WriteAsync(sink, TestResults.Picture(640, 360));
        await Eventually.HoldsAsync(() => CaptionWidth() > 0);
        var before = CaptionWidth();

        await sink.WriteAsync(new SourceStateChange(SourceState.Reconnecting, "lost", DateTimeOffset.UnixEpoch, 1), CancellationToken.None);

        // "source reconnecting" makes its ground wider.
        await Eventually.HoldsAsync(() => CaptionWidth() > before + 50);
    }

    [Fact]
    public async Task WriteAsync_LargePicture_IsShownSmallerAtFirst()
    {
        await using var sink = await OpenAsync("large");
        var window = await WindowAsync("large");

        await WriteAsync(sink, TestResults.Picture(1920, 1080));

        await Eventually.HoldsAsync(() => Screen.Size(window) == (1280, 720) && Pixel(Screen.Photograph(), 1270, 710) == (40, 90, 150));
    }

    [Fact]
    public async Task WriteAsync_PixelsThatAreNoSquares_AreShownAsWideAsTheyAre()
    {
        await using var sink = await OpenAsync("anamorphic");
        var window = await WindowAsync("anamorphic");
        var picture = TestResults.Picture(720, 576);
        picture.PixelAspect = new(64, 45);

        await WriteAsync(sink, picture);

        await Eventually.HoldsAsync(() => Screen.Size(window) == (1024, 576) && Pixel(Screen.Photograph(), 1014, 566) == (40, 90, 150));
    }

    [Theory]
    [InlineData("q")]
    [InlineData("Q")]
    [InlineData("Escape")]
    public async Task Closed_Key_ClosesTheWindow(string key)
    {
        await using var sink = await OpenAsync("key " + key);
        var window = await WindowAsync("key " + key);

        Screen.Press(window, key);

        await AssertClosedAsync(sink, "key " + key);
    }

    [Fact]
    public async Task Closed_OtherKey_LeavesTheWindow()
    {
        await using var sink = await OpenAsync("other key");
        Screen.Press(await WindowAsync("other key"), "x");

        await WriteAsync(sink, TestResults.Picture(640, 360));

        await Eventually.HoldsAsync(() => Pixel(Screen.Photograph(), 630, 350) == (40, 90, 150));
        Assert.False(sink.Closed.IsCancellationRequested);
    }

    [Fact]
    public async Task Closed_Mouse_ClosesTheWindow()
    {
        await using var sink = await OpenAsync("mouse");
        var window = await WindowAsync("mouse");

        screen.Close(window);

        await AssertClosedAsync(sink, "mouse");
    }

    [Fact]
    public async Task WriteAsync_WindowClosed_IsIgnoredAndGivenBack()
    {
        var picture = TestResults.Picture(640, 360);
        await using (var sink = await OpenAsync("ignored"))
        {
            Screen.Press(await WindowAsync("ignored"), "q");
            await AssertClosedAsync(sink, "ignored");
            await WriteAsync(sink, picture);
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }

        Assert.Throws<ObjectDisposedException>(() => picture.Share());
    }

    [Fact]
    public async Task OpenAsync_ManyWindows_AreThereSideBySideAndComeAndGoAlone()
    {
        await using var stays = await OpenAsync("stays");
        await using (await OpenAsync("goes"))
        {
            await WindowAsync("stays");
            screen.Close(await WindowAsync("goes"));
            await Eventually.HoldsAsync(() => Screen.Windows("goes").Count == 0);
            Assert.False(stays.Closed.IsCancellationRequested);
        }

        await using var comes = await OpenAsync("comes");
        await WriteAsync(stays, TestResults.Picture(640, 360));
        Screen.Press(await WindowAsync("comes"), "q");

        await AssertClosedAsync(comes, "comes");
        await AssertClosedAsync(stays, "stays");
    }

    [Fact]
    public async Task DisposeAsync_NeverOpenedAndTwice_IsFine()
    {
        var sink = new DisplaySink("never", new OverlayOptions(), TimeProvider.System);

        await sink.DisposeAsync();
        await sink.DisposeAsync();
    }

    private async Task<DisplaySink> OpenAsync(string title)
    {
        _ = Screen;
        var sink = new DisplaySink(title, new OverlayOptions(), TimeProvider.System);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        return sink;
    }

    private async Task<long> WindowAsync(string title)
    {
        await Eventually.HoldsAsync(() => Screen.Windows(title).Count == 1);
        return Screen.Windows(title)[0];
    }

    private static async Task WriteAsync(DisplaySink sink, Core.Media.VideoFrame picture)
    {
        using var result = TestResults.Make(0, TestResults.Blob(55.5, 55.5), picture);
        await sink.WriteAsync(result, CancellationToken.None);
    }

    private async Task AssertClosedAsync(DisplaySink sink, string title)
    {
        await Eventually.HoldsAsync(() => sink.Closed.IsCancellationRequested);
        await Eventually.HoldsAsync(() => Screen.Windows(title).Count == 0);
    }

    // The window stands in the screen's corner: nobody manages windows there.
    private static (byte Blue, byte Green, byte Red) Pixel(byte[] photograph, int x, int y)
    {
        var at = ((y * PrivateScreen.Width) + x) * 3;
        return (photograph[at], photograph[at + 1], photograph[at + 2]);
    }

    private int CaptionWidth()
    {
        var shown = Screen.Photograph();
        return Enumerable.Range(0, 640).TakeWhile(x => Pixel(shown, x, 2) == (14, 32, 52)).Count();
    }

    // A row through the middle of the caption's first line.
    private static int Letters(int height) => (int)(1.4 * Math.Max(9, height / 40.0));
}
