using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Server.Api;
using StavisLive.Server.Feeds;
using StavisLive.Server.Sources;
using StavisLive.Server.Tests.Dashboard;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Api;

/// <summary>What shows pictures with heat maps one after the other.</summary>
[Collection(nameof(Browser))]
public sealed class MotionJpegTests(Browser browser)
{
    private const string Stream = "/api/sources/lab/overlay.mjpeg";

    // Opens the stream in the page, and waits for its first picture.
    private const string Open = """
        async path => {
          window.stream = document.body.appendChild(new Image());
          stream.src = path;
          await stream.decode();
        }
        """;

    // Whether the stream shows a picture, told by its pixels.
    private const string Shows = """
        async jpeg => {
          const known = new Image();
          known.src = `data:image/jpeg;base64,${jpeg}`;
          await known.decode();
          const [one, other] = [stream, known].map(picture => {
            const copy = new OffscreenCanvas(known.width, known.height).getContext('2d', { willReadFrequently: true });
            copy.drawImage(picture, 0, 0);
            return copy.getImageData(0, 0, known.width, known.height).data;
          });
          return one.every((value, at) => value === other[at]);
        }
        """;

    [Fact]
    public async Task Overlay_SourceStandsStill_BrowserShowsItsNewestPicture()
    {
        // No two pictures of which are the same.
        await using var server = await RunningServer.StartAsync(network: new CountingPredictor());
        await using var visit = await browser.VisitAsync(server);
        var source = server.Services.GetRequiredService<SourceCatalog>().Find("lab")!;
        using var pictures = server.Services.GetRequiredService<FeedChannels>().Overlays(source).Subscribe(capacity: 1);
        // Some are still on their way when it is paused: on a busy machine one came after the state was told.
        var newest = "";
        using var stop = new CancellationTokenSource();
        var following = Task.Run(async () =>
        {
            await foreach (var picture in pictures.ReadAllAsync(stop.Token)) Volatile.Write(ref newest, Convert.ToBase64String(picture));
        });
        await visit.Page.EvaluateAsync(Open, Stream);

        await server.Client.PostAsync("/api/sources/lab/pause", null);
        await server.UntilAsync(sources => sources.Single().State == "paused");

        await Eventually.HoldsAsync(async () => Volatile.Read(ref newest) is { Length: > 0 } picture && await visit.Page.EvaluateAsync<bool>(Shows, picture));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    [Fact]
    public async Task WriteAsync_PictureThatHoldsWhatLooksLikeABoundary_IsLeftOut()
    {
        using var body = new MemoryStream();

        await MotionJpeg.WriteAsync(new[] { "one\r\n--two"u8.ToArray(), "three"u8.ToArray() }.ToAsyncEnumerable(), body, CancellationToken.None);

        var parts = Encoding.ASCII.GetString(body.ToArray()).Split("--stavis-live-picture\r\nContent-Type: image/jpeg\r\n\r\n");
        Assert.Equal(["", "three\r\n", ""], parts);
    }

    [Fact]
    public async Task Overlay_PlayerReadsIt_HasItsPictures()
    {
        await using var server = await RunningServer.StartAsync();
        using var player = Process.Start(new ProcessStartInfo("ffmpeg", [
            "-v", "error", "-f", "mpjpeg", "-i", new Uri(server.Address, Stream).AbsoluteUri, "-frames:v", "10", "-f", "framehash", "-hash", "md5", "-"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;

        var (hashes, complaints) = (player.StandardOutput.ReadToEndAsync(), player.StandardError.ReadToEndAsync());
        await player.WaitForExitAsync(new CancellationTokenSource(RunningServer.Patience).Token);

        Assert.Equal("", await complaints);
        Assert.Equal(10, (await hashes).Split('\n').Count(line => line.StartsWith('0')));
    }
}
