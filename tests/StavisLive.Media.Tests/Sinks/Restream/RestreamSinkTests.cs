using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Restream;
using StavisLive.Media.Tests.Encoding;
using StavisLive.Media.Tests.Encoding.Process;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Media.Tests.Sources;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Restream;

/// <summary>What arrives at real receivers.</summary>
public sealed class RestreamSinkTests : IDisposable
{
    private const string Secret = "geheim-und-lang-77";

    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_Rtsp_PictureAndSoundArrive()
    {
        await using var server = await RecordingServer.StartAsync("--path", "/hall");
        await using var sink = await OpenAsync(server.Address, RestreamContent.Picture);
        await WriteUntilAsync(new LivePictures(), sink, () => server.Newest is { Pictures: > 25, Loudest: > 0.4 });

        Assert.Equal("160x120", server.Newest.Size);
        AssertNear(LivePictures.Colour, server.Newest.Middle);
        Assert.Equal(0, sink.Dropped);
    }

    [Fact]
    public async Task WriteAsync_RtspOverlay_MiddleIsPainted()
    {
        await using var server = await RecordingServer.StartAsync("--no-sound");
        var pictures = new LivePictures(hasAudio: false);
        await using var sink = await OpenAsync(server.Address, RestreamContent.Overlay, pictures);
        await WriteUntilAsync(pictures, sink, () => server.Newest.Pictures > 10);

        Assert.True(Distance(LivePictures.Colour, server.Newest.Middle) > 60, server.Newest.ToString());
    }

    [Fact]
    public async Task WriteAsync_PicturesOfAnotherSize_GoOnWithThat()
    {
        await using var server = await RecordingServer.StartAsync("--no-sound");
        var pictures = new LivePictures(hasAudio: false);
        await using var sink = await OpenAsync(server.Address, RestreamContent.Picture, pictures);
        await WriteUntilAsync(pictures, sink, () => server.Newest is { Pictures: > 5, Size: "160x120" });
        // An odd side grows by one.
        pictures.Size = (97, 64);
        await WriteUntilAsync(pictures, sink, () => server.Newest.Size == "98x64");
    }

    [Fact]
    public async Task WriteAsync_ServerThatGoesAndComesBack_VideoComesBackAndIsToldOnce()
    {
        var port = $"{FreePort.Next()}";
        await using var server = await RecordingServer.StartAsync("--port", port);
        var address = server.Address;
        var pictures = new LivePictures();
        await using var sink = await OpenAsync(address, RestreamContent.Picture, pictures);
        await WriteUntilAsync(pictures, sink, () => server.Newest.Pictures > 10);
        await server.DisposeAsync();
        await WriteUntilAsync(pictures, sink, () => sink.Dropped > 60);
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains(address));

        await using var second = await RecordingServer.StartAsync("--port", port);
        await WriteUntilAsync(pictures, sink, () => second.Newest.Pictures > 10 && _log.Entries.Count > 1);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Entries.Select(entry => entry.Level));
        Assert.Contains("takes the video again", _log.Entries.Last().Text);
    }

    [Fact]
    public async Task WriteAsync_NobodyThere_HoldsNobodyUpAndSaysWhy()
    {
        var address = $"rtsp://127.0.0.1:{FreePort.Next()}/hall";
        await using var sink = await OpenAsync(address, RestreamContent.Picture);
        var pictures = new LivePictures();
        // Who is held up doesn't get there in the time that there is. Some are taken while ffmpeg starts, and not dropped.
        await WriteUntilAsync(pictures, sink, () => sink.Dropped >= 100);

        var (level, text) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("Connection refused", text);
    }

    [Theory]
    [InlineData(RestreamContent.Picture)]
    [InlineData(RestreamContent.Overlay)]
    public async Task WriteAsync_Udp_Arrives(RestreamContent content)
    {
        var address = $"udp://127.0.0.1:{FreePort.Next(ProtocolType.Udp)}";
        await using var receiver = new FfmpegReceiver(_folder[""], "-f", "mpegts", "-i", address);
        await AssertArrivesAsync(receiver, address, content);
    }

    [Fact]
    public async Task WriteAsync_Srt_ArrivesAndKeepsItsPassphrase()
    {
        var port = FreePort.Next(ProtocolType.Udp);
        await using var receiver = new FfmpegReceiver(_folder[""], "-f", "mpegts", "-i", $"srt://127.0.0.1:{port}?mode=listener&passphrase={Secret}");
        await AssertArrivesAsync(receiver, $"srt://127.0.0.1:{port}?passphrase={Secret}&latency=20000", RestreamContent.Picture, "mode=listener");
    }

    // Half a second: twice as late as it is waited for before its lateness shows.
    [Fact]
    public async Task WriteAsync_SoundBehindItsPictures_Arrives()
    {
        var address = $"udp://127.0.0.1:{FreePort.Next(ProtocolType.Udp)}";
        await using var receiver = new FfmpegReceiver(_folder[""], "-f", "mpegts", "-i", address);
        var pictures = new LivePictures(audioLead: -12);
        await using var sink = await OpenAsync(address, RestreamContent.Picture, pictures);
        await WriteUntilAsync(pictures, sink, () => receiver is { Pictures: > 25, Loudest: > 0.4f });

        Assert.Contains("behind its pictures", Assert.Single(_log.Entries).Text);
    }

    [Fact]
    public async Task WriteAsync_PixelsOfAnotherShape_BeginANewConnectionWithThose()
    {
        var encoder = new RecordingEncoder();
        await using var sink = new RestreamSink(encoder, "udp://127.0.0.1:9", RestreamContent.Picture, new OverlayOptions(), TimeProvider.System, _log);
        await sink.OpenAsync(TestResults.Source(64, 48) with { IsLive = true, PixelAspect = new PixelAspect(64, 45) }, CancellationToken.None);
        var aspects = new List<PixelAspect>();
        // The second differs by the rounding of a shown width.
        foreach (var aspect in new PixelAspect[] { new(64, 45), new(57, 40), new(16, 15) })
        {
            var picture = TestResults.Picture(64, 48);
            picture.PixelAspect = aspect;
            using var result = TestResults.Make(aspects.Count, [0.5f], picture);
            await sink.WriteAsync(result, CancellationToken.None);
            aspects.Add(encoder.Opened!.Value.Format.PixelAspect);
        }

        Assert.Equal([new(64, 45), new(64, 45), new(16, 15)], aspects);
        Assert.Equal(1, encoder.Disposed);
    }

    [Theory]
    [InlineData($"live/{Secret}?token={Secret}")]
    [InlineData($"live?token={Secret}")]
    public async Task WriteAsync_Rtmp_ArrivesAndKeepsItsKey(string path)
    {
        var port = FreePort.Next();
        await using var receiver = new FfmpegReceiver(_folder[""], "-listen", "1", "-i", $"rtmp://127.0.0.1:{port}/live/x");
        await AssertArrivesAsync(receiver, $"rtmp://127.0.0.1:{port}/{path}", RestreamContent.Picture, "-listen");
    }

    [Theory]
    [InlineData("/dev/video987", "modprobe v4l2loopback video_nr=987")]
    public async Task OpenAsync_NoSuchCamera_SaysHowToMakeIt(string device, string words)
    {
        var failure = await Assert.ThrowsAsync<SinkException>(() => OpenAsync(device, RestreamContent.Picture));
        Assert.Contains(words, failure.Message);
    }

    private async Task AssertArrivesAsync(FfmpegReceiver receiver, string address, RestreamContent content, string notChild = "-nostdin")
    {
        var pictures = new LivePictures();
        await using var sink = await OpenAsync(address, content, pictures);
        await WriteUntilAsync(pictures, sink, () => receiver is { Pictures: > 25, Loudest: > 0.4f });

        var distance = Distance(LivePictures.Colour, receiver.Part(4, 4));
        Assert.True(content == RestreamContent.Overlay ? distance > 40 : distance < 15, $"{receiver.Part(4, 4)}");
        AssertNear(LivePictures.Colour, receiver.Part(0, 0));
        Assert.DoesNotContain(_log.Entries, entry => entry.Text.Contains(Secret));
        // The receiver itself, a child of this test, may say it.
        Assert.DoesNotContain(ChildProcesses.With(Secret), id => !ChildProcesses.With(notChild).Contains(id));
    }

    private async Task<RestreamSink> OpenAsync(string address, RestreamContent content, LivePictures? pictures = null)
    {
        var encoders = new FfmpegStreamEncoderFactory(await EncoderHarness.Tools(), TimeProvider.System, _log);
        var sink = new RestreamSink(encoders, address, content, new OverlayOptions(), TimeProvider.System, _log);
        try
        {
            await sink.OpenAsync((pictures ?? new LivePictures()).Source, CancellationToken.None);
            return sink;
        }
        catch
        {
            await sink.DisposeAsync();
            throw;
        }
    }

    private async Task WriteUntilAsync(LivePictures pictures, RestreamSink sink, Func<bool> condition)
    {
        try
        {
            await pictures.WriteUntilAsync(sink, condition);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{pictures.Count} pictures, {sink.Dropped} dropped: {string.Join("; ", _log.Entries)}");
        }
    }

    private static void AssertNear((int, int, int) expected, (int, int, int) actual) =>
        Assert.True(Distance(expected, actual) < 15, $"{actual} instead of {expected}");

    private static int Distance((int Red, int Green, int Blue) one, (int Red, int Green, int Blue) other) =>
        Math.Abs(one.Red - other.Red) + Math.Abs(one.Green - other.Green) + Math.Abs(one.Blue - other.Blue);
}
