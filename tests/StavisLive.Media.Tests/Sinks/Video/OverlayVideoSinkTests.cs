using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Ffmpeg;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Video;

/// <summary>From a video file through a session to the overlay, and what that holds.</summary>
public sealed class OverlayVideoSinkTests : IDisposable
{
    private const string Picture = "-f lavfi -i testsrc2=size=320x240:rate=25 -frames:v 30";

    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Dispose();

    // A flat map colours nothing: the overlay is the source, up to what encoding once more costs.
    [Theory]
    [InlineData("in.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p")]
    [InlineData("in.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le")]
    [InlineData("in.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv444p")]
    [InlineData("in.mkv", "-c:v ffv1 -pix_fmt bgr0")]
    [InlineData("in.avi", "-c:v mjpeg -q:v 2 -pix_fmt yuvj420p")]
    [InlineData("in.mkv", "-vf scale=out_color_matrix=bt709 -colorspace bt709 -color_primaries bt709 -color_trc bt709 -c:v libx264 -preset ultrafast -pix_fmt yuv420p")]
    public async Task Run_FlatMap_KeepsTheSourcesColours(string name, string encoding)
    {
        await MakeAsync(name, $"{Picture} {encoding}");

        await RunAsync(name, "out.mp4", 0.5f);

        // Full-colour edges of a test card at half the colour's resolution; a wrong matrix or range is 8 dB worse.
        Assert.InRange(await PsnrAsync(name, "out.mp4"), 26, double.MaxValue);
        Assert.Equal(["320,240,25/1,30"], await StreamsAsync("out.mp4"));
    }

    [Fact]
    public async Task Run_PeakedMap_ColoursItsPlaceAlone()
    {
        await MakeAsync("in.mp4", "-f lavfi -i color=gray:size=320x240:rate=25 -frames:v 20 -c:v libx264 -pix_fmt yuv420p");

        await RunAsync("in.mp4", "out.mp4", TestResults.Blob(28, 84));

        var frame = await TestClip.RunAsync(["-i", _folder["out.mp4"], "-frames:v", "1", "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1"], default);
        // Beside the peak's ring lies the red end of turbo's colours; in the far corner the grey is what it was, up to the encoder's rounding.
        var at = ((180 * 320) + 88) * 3;
        Assert.True(frame[at + 2] > 2 * Math.Max(frame[at], frame[at + 1]), $"({frame[at]}, {frame[at + 1]}, {frame[at + 2]}) is not red");
        Assert.All(frame[^(320 * 3 / 2)..], value => Assert.Equal(128, value, 5.0));
    }

    [Fact]
    public async Task Run_OddSize_GrowsByAPixelAndSaysSo()
    {
        await MakeAsync("in.mkv", "-f lavfi -i testsrc=size=333x251:rate=25 -frames:v 12 -c:v ffv1 -pix_fmt bgr0");

        await RunAsync("in.mkv", "out.mp4", 0.5f);

        Assert.Equal(["334,252,25/1,12"], await StreamsAsync("out.mp4"));
        Assert.Contains(_log.Entries, entry => entry.Text.Contains("333x251", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("30000/1001")]
    [InlineData("60")]
    [InlineData("12")]
    public async Task Run_OtherRate_IsKept(string rate)
    {
        await MakeAsync("in.mp4", $"-f lavfi -i testsrc2=size=160x120:rate={rate} -frames:v 24 -c:v libx264 -preset ultrafast");

        await RunAsync("in.mp4", "out.mp4", 0.5f);

        Assert.Equal(await TimesAsync("in.mp4"), await TimesAsync("out.mp4"), new Within(0.0011));
    }

    [Fact]
    public async Task Run_VariableRate_KeepsEveryTime()
    {
        await MakeAsync(
            "in.mkv", "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -vf select='lt(n,20)+not(mod(n,3))' -fps_mode vfr -c:v libx264 -preset ultrafast");

        await RunAsync("in.mkv", "out.mp4", 0.5f);

        Assert.Equal(await TimesAsync("in.mkv"), await TimesAsync("out.mp4"), new Within(0.0011));
    }

    [Fact]
    public async Task Run_SourceWithAudio_PassesItOnUntouched()
    {
        await MakeAsync("in.mp4", $"-f lavfi -i sine=d=1.2:r=48000 {Picture} -c:v libx264 -preset ultrafast -c:a aac -ac 2");

        await RunAsync("in.mp4", "out.mp4", 0.5f);

        const string Packets = "-select_streams a -show_data_hash crc32 -show_entries packet=data_hash";
        var (before, after) = (await TestClip.ProbeAsync(Packets, _folder["in.mp4"]), await TestClip.ProbeAsync(Packets, _folder["out.mp4"]));
        Assert.Equal(before.Select(line => line.Trim(',')), after.Select(line => line.Trim(',')));
    }

    [Theory]
    [InlineData("out.mp4", "aac")]
    [InlineData("out.mkv", "flac")]
    public async Task Run_AudioThatFitsNoMatroska_KeepsItsRateAndChannels(string output, string codec)
    {
        await MakeAsync("in.ts", "-f lavfi -i testsrc2=s=64x48:r=25:d=1 -f lavfi -i sine=440:d=1:r=48000 -c:v libx264 -pix_fmt yuv420p -c:a aac -ac 2");

        await RunAsync("in.ts", output, 0.5f);

        Assert.Equal([$"{codec},48000,2"], await TestClip.ProbeAsync("-select_streams a -show_entries stream=codec_name,sample_rate,channels", _folder[output]));
    }

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    public async Task Run_PixelsThatAreNoSquares_AreShownAsWideAsTheSources(string output)
    {
        await MakeAsync("in.mp4", "-f lavfi -i testsrc2=s=160x120:r=25:d=1 -vf setsar=64/45 -c:v libx264 -pix_fmt yuv420p");

        await RunAsync("in.mp4", output, 0.5f);

        Assert.Equal(["64:45"], await TestClip.ProbeAsync("-select_streams v -show_entries stream=sample_aspect_ratio", _folder[output]));
    }

    [Fact]
    public async Task OpenAsync_Stills_SaysWhatWouldBeRight()
    {
        await using var sink = await SinkAsync("out.mp4");

        var error = await Assert.ThrowsAsync<SinkException>(
            () => sink.OpenAsync(TestResults.Source(kind: SourceKind.Stills), CancellationToken.None));

        Assert.Contains(".png", error.Message);
    }

    [Fact]
    public async Task WriteAsync_SizeChanges_FitsIntoTheFirstSizeAndSaysSoOnce()
    {
        await using (var sink = await SinkAsync("out.mp4"))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            for (var index = 0; index < 10; index++)
            {
                using var result = TestResults.Make(index, [0.5f], index < 5 ? TestResults.Picture(64, 48) : TestResults.Picture(128, 96));
                await sink.WriteAsync(result, CancellationToken.None);
            }
        }

        Assert.Equal("64,48,10", Assert.Single(await TestClip.ProbeAsync("-count_frames -show_entries stream=width,height,nb_read_frames", _folder["out.mp4"])));
        Assert.Single(_log.Entries, entry => entry.Text.Contains("128x96", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteAsync_PixelsGetAnotherShape_AreShownUndistortedAndSaysSoOnce()
    {
        await using (var sink = await SinkAsync("out.mkv"))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            for (var index = 0; index < 10; index++)
            {
                var picture = TestResults.Picture(64, 48, 200, 200, 200);
                picture.PixelAspect = index < 5 ? default : new PixelAspect(2, 1);
                using var result = TestResults.Make(index, [0.5f], picture);
                await sink.WriteAsync(result, CancellationToken.None);
            }
        }

        var pixels = await TestClip.RunAsync(["-i", _folder["out.mkv"], "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"], default);
        // Pixels twice as wide: a bar of a quarter above and one below.
        Assert.InRange(pixels[32], 180, 220);
        Assert.InRange(pixels[^32], 0, 30);
        Assert.InRange(pixels[^(64 * 24 - 32)], 180, 220);
        Assert.Single(_log.Entries, entry => entry.Text.Contains("2.00 times", StringComparison.Ordinal));
    }

    private Task<string> MakeAsync(string name, string arguments) => TestClip.MakeAsync(_folder[name], arguments);

    private async Task<OverlayVideoSink> SinkAsync(string name) =>
        new(new FfmpegProcessEncoderFactory(await FfmpegTools.FindAsync(CancellationToken.None), TimeProvider.System, _log), _folder[name], new OverlayOptions(), _log);

    private async Task RunAsync(string input, string output, params float[] map)
    {
        await using var scheduler = new InferenceScheduler(() => new FixedMapPredictor(map), TimeProvider.System);
        scheduler.Start();
        await using var session = new StreamSession(
            new SessionOptions { Name = "test" },
            new FileSource(_folder[input], new FileSourceOptions { PassEncodedAudio = true }, TimeProvider.System, NullLogger.Instance),
            [await SinkAsync(output)], scheduler, new FirstPixelPreprocessor(), TimeProvider.System, _log);
        var outcome = await session.RunAsync(CancellationToken.None);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.SinkFailures.Values.Append(outcome.SourceFailure)));
    }

    private async Task<string[]> StreamsAsync(string name) =>
        await TestClip.ProbeAsync("-select_streams v -count_frames -show_entries stream=width,height,avg_frame_rate,nb_read_frames", _folder[name]);

    private async Task<double[]> TimesAsync(string name)
    {
        var times = (await TestClip.ProbeAsync("-select_streams v -show_entries frame=pts_time", _folder[name]))
            .Select(line => double.Parse(line.TrimEnd(','), CultureInfo.InvariantCulture)).ToArray();
        return [.. times.Select(time => time - times[0])];
    }

    /// <summary>How near two videos of the same frames are, as RGB, in decibel.</summary>
    private async Task<double> PsnrAsync(string a, string b)
    {
        var (first, second) = (await PixelsAsync(a), await PixelsAsync(b));
        Assert.Equal(first.Length, second.Length);
        var error = first.Zip(second, (x, y) => (double)(x - y) * (x - y)).Average();
        return 10 * Math.Log10(255 * 255 / error);
    }

    private Task<byte[]> PixelsAsync(string name) =>
        TestClip.RunAsync(["-i", _folder[name], "-frames:v", "10", "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1"], default);

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
