using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Regions;
using StavisLive.Media.Sinks.Foveated;
using StavisLive.Media.Tests.Encoding.Foveated;
using StavisLive.Media.Tests.Encoding.Process;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Media.Tests.Sinks.Restream;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Foveated;

/// <summary>What is in files, and what arrives at real receivers.</summary>
public sealed class FoveatedSinkTests : IDisposable
{
    private const int Count = 30;

    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();
    private readonly MovingTexture _texture = new(320, 240, Count);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FoveationCodec.H264, false)]
    [InlineData(FoveationCodec.H264, true)]
    [InlineData(FoveationCodec.Hevc, false)]
    [InlineData(FoveationCodec.Hevc, true)]
    [InlineData(FoveationCodec.Vp9, false)]
    [InlineData(FoveationCodec.Vp9, true)]
    public async Task WriteAsync_MapOfTheMiddle_IsWhereTheQualityIs(FoveationCodec codec, bool isLive)
    {
        var plain = await EncodeAsync(new FoveatedVideoOptions { Codec = codec }, isLive, strength: 0);
        var foveated = await EncodeAsync(new FoveatedVideoOptions { Codec = codec }, isLive, strength: 3);

        Assert.InRange(foveated.Focus - foveated.Periphery, plain.Focus - plain.Periphery + 0.5, 30);
        Assert.All(_log.Entries, entry => Assert.Equal(LogLevel.Information, entry.Level));
    }

    [Fact]
    public async Task WriteAsync_Live_TellsHowOldTheMapsAre()
    {
        await EncodeAsync(new FoveatedVideoOptions(), isLive: true, mapsAreBehind: 5);

        Assert.Contains(_log.Entries, entry => entry.Text.Contains("5.0 frames", StringComparison.Ordinal) && entry.Text.Contains("20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_LivePicturesOfAnotherSize_AreFittedIntoTheFile()
    {
        await using (var sink = await OpenAsync(_folder["a.mp4"], new FoveatedVideoOptions(), Source(isLive: true)))
        {
            for (var index = 0; index < 20; index++)
            {
                using var frame = TestResults.Picture(index < 10 ? 320 : 97, index < 10 ? 240 : 64);
                frame.PresentationTime = MediaTime.FromMilliseconds(index * 40);
                await sink.WriteAsync(frame, CancellationToken.None);
            }
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }

        Assert.Equal(["320,240,20"], await TestClip.ProbeAsync("-count_frames -show_entries stream=width,height,nb_read_frames", _folder["a.mp4"]));
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("97x64", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_LivePixelsGetAnotherShape_AreShownUndistortedInTheFile()
    {
        await using (var sink = await OpenAsync(_folder["a.mkv"], new FoveatedVideoOptions(), Source(isLive: true)))
        {
            for (var index = 0; index < 10; index++)
            {
                using var frame = TestResults.Picture(320, 240, 200, 200, 200);
                (frame.PresentationTime, frame.PixelAspect) = (MediaTime.FromMilliseconds(index * 40), index < 5 ? default : new PixelAspect(2, 1));
                await sink.WriteAsync(frame, CancellationToken.None);
            }
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }

        var pixels = await TestClip.RunAsync(["-i", _folder["a.mkv"], "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"], default);
        // Pixels twice as wide: a bar of a quarter above and one below.
        Assert.InRange(pixels[160], 180, 220);
        Assert.InRange(pixels[^160], 0, 30);
        Assert.InRange(pixels[^(320 * 120 - 160)], 180, 220);
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("2.00 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenAsync_Stills_IsRefused()
    {
        await using var sink = await CreateAsync(_folder["a.mp4"], new FoveatedVideoOptions());

        await Assert.ThrowsAsync<SinkException>(() => sink.OpenAsync(TestResults.Source(0, 0, SourceKind.Stills), CancellationToken.None));
    }

    [Theory]
    [InlineData(FoveationMethod.Roi)]
    [InlineData(FoveationMethod.Prefilter)]
    public async Task WriteAsync_Rtsp_PictureAndSoundArrive(FoveationMethod method)
    {
        await using var server = await RecordingServer.StartAsync("--path", "/hall");
        var pictures = new LivePictures();
        await using var sink = await OpenAsync(server.Address, new FoveatedVideoOptions { Method = method }, pictures.Source);
        await pictures.WriteUntilAsync(sink, () => server.Newest is { Pictures: > 25, Loudest: > 0.4 });

        Assert.Equal("160x120", server.Newest.Size);
        AssertNear(server.Newest.Middle);
    }

    [Fact]
    public async Task WriteAsync_ServerThatGoesAndComesBack_VideoComesBackAndIsToldOnce()
    {
        var port = $"{FreePort.Next()}";
        await using var server = await RecordingServer.StartAsync("--port", port);
        var address = server.Address;
        var pictures = new LivePictures();
        await using var sink = await OpenAsync(address, new FoveatedVideoOptions(), pictures.Source);
        await pictures.WriteUntilAsync(sink, () => server.Newest.Pictures > 10);
        await server.DisposeAsync();
        await pictures.WriteUntilAsync(sink, () => Told(address) == 1);

        await using var second = await RecordingServer.StartAsync("--port", port);
        await pictures.WriteUntilAsync(sink, () => second.Newest.Pictures > 10 && Told("takes the video again") == 1);
        Assert.Equal(1, Told("Foveated video stopped"));
    }

    [Theory]
    [InlineData(FoveationCodec.H264, "udp", "-f mpegts -i ADDRESS")]
    [InlineData(FoveationCodec.Hevc, "udp", "-f mpegts -i ADDRESS")]
    [InlineData(FoveationCodec.H264, "srt", "-f mpegts -i ADDRESS?mode=listener")]
    [InlineData(FoveationCodec.H264, "rtmp", "-listen 1 -i ADDRESS/live/x")]
    [InlineData(FoveationCodec.Hevc, "rtsp", "-rtsp_flags listen -i ADDRESS/x")]
    [InlineData(FoveationCodec.Vp9, "rtsp", "-rtsp_flags listen -i ADDRESS/x")]
    public async Task WriteAsync_OtherWays_Arrives(FoveationCodec codec, string scheme, string receiver)
    {
        var address = $"{scheme}://127.0.0.1:{FreePort.Next(scheme is "udp" or "srt" ? ProtocolType.Udp : ProtocolType.Tcp)}";
        await using var arrived = new FfmpegReceiver(_folder[""], receiver.Replace("ADDRESS", address).Split(' '));
        var target = address + scheme switch { "rtmp" => "/live/x", "rtsp" => "/x", _ => "" };
        var pictures = new LivePictures();
        await using var sink = await OpenAsync(target, new FoveatedVideoOptions { Codec = codec }, pictures.Source);
        await pictures.WriteUntilAsync(sink, () => arrived is { Pictures: > 25, Loudest: > 0.4f });

        AssertNear(arrived.Part(4, 4));
    }

    // A transport stream says nothing of pixels: the pictures themselves have to.
    [Theory]
    [InlineData(FoveationCodec.H264, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Prefilter)]
    public async Task WriteAsync_PixelsThatAreNoSquares_ArriveAsSuch(FoveationCodec codec, FoveationMethod method)
    {
        var address = $"udp://127.0.0.1:{FreePort.Next(ProtocolType.Udp)}";
        var arrived = TestClip.ProbeAsync("-probesize 50000 -f mpegts -show_entries stream=sample_aspect_ratio", address);
        var pictures = new LivePictures(hasAudio: false) { Aspect = new PixelAspect(64, 45) };
        await using var sink = await OpenAsync(address, new FoveatedVideoOptions { Codec = codec, Method = method }, pictures.Source);
        await pictures.WriteUntilAsync(sink, () => arrived.IsCompleted);

        // Of the stream, and once more of the program that it belongs to.
        Assert.Equal(["64:45", "64:45"], await arrived);
    }

    private static SourceDescription Source(bool isLive) => new() { Width = 320, Height = 240, FrameRate = 25, IsLive = isLive };

    private async Task<(double Focus, double Periphery)> EncodeAsync(FoveatedVideoOptions options, bool isLive, int mapsAreBehind = 0, double strength = 2)
    {
        var path = _folder["a.mkv"];
        await using (var sink = await OpenAsync(path, options, Source(isLive), strength))
        {
            for (var index = 0; index < Count; index++) await WriteAsync(sink, index, isLive, mapsAreBehind);
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }
        var quality = await _texture.QualityAsync(path);
        TestContext.Current.TestOutputHelper?.WriteLine($"strength {strength}: focus {quality.Focus:0.00} dB, periphery {quality.Periphery:0.00} dB, {quality.Rate:0} kbit/s");
        return (quality.Focus, quality.Periphery);
    }

    private async Task WriteAsync(FoveatedSink sink, int index, bool isLive, int mapsAreBehind)
    {
        using var frame = _texture.Frame(index);
        if (!isLive)
        {
            using var result = TestResults.Make(index, Middle(), frame.Share());
            await sink.WriteAsync(result, CancellationToken.None);
            return;
        }
        if (index >= mapsAreBehind)
        {
            using var result = TestResults.Make(index - mapsAreBehind, Middle());
            await sink.WriteAsync(result, CancellationToken.None);
        }
        await sink.WriteAsync(frame, CancellationToken.None);
    }

    // As wide as the texture's focus.
    private static float[] Middle()
    {
        var values = new float[SaliencyMap.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            var (x, y) = ((cell % SaliencyMap.Side - 56) / 112.0 * 320, (cell / SaliencyMap.Side - 56) / 112.0 * 240);
            values[cell] = Math.Max(Math.Abs(x), Math.Abs(y)) < 64 ? 0.8f : 0.05f;
        }
        return values;
    }

    private int Told(string words) => _log.Entries.Count(entry => entry.Text.Contains(words, StringComparison.Ordinal));

    private async Task<FoveatedSink> CreateAsync(string target, FoveatedVideoOptions options, double strength = 2) => new(
        new FoveatedEncoderFactory(await EncoderHarness.Tools(), options, TimeProvider.System, _log),
        target, new FoveationOptions { Strength = strength }, gaze: null, TimeProvider.System, _log);

    private async Task<FoveatedSink> OpenAsync(string target, FoveatedVideoOptions options, SourceDescription source, double strength = 2)
    {
        var sink = await CreateAsync(target, options, strength);
        await sink.OpenAsync(source, CancellationToken.None);
        return sink;
    }

    private static void AssertNear((int Red, int Green, int Blue) actual)
    {
        var (red, green, blue) = LivePictures.Colour;
        Assert.True(Math.Abs(red - actual.Red) + Math.Abs(green - actual.Green) + Math.Abs(blue - actual.Blue) < 15, $"{actual}");
    }
}
