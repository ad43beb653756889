using System.Globalization;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Encoding.Libav;
using StavisLive.Media.Encoding.Process;
using StavisLive.Media.Tests.Encoding.Process;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding.Foveated;

public sealed class FoveatedEncoderTests : IDisposable
{
    private const double Kilobits = 1_000;

    private readonly TempFolder _folder = new();
    private readonly RecordingLogger _log = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FoveationCodec.H264, "a.mp4", true)]
    [InlineData(FoveationCodec.H264, "a.mkv", false)]
    [InlineData(FoveationCodec.Hevc, "a.mp4", true)]
    [InlineData(FoveationCodec.Hevc, "a.mkv", false)]
    [InlineData(FoveationCodec.Vp9, "a.mp4", true)]
    [InlineData(FoveationCodec.Vp9, "a.mkv", false)]
    public async Task Write_Regions_FocusIsBetterAndPeripheryWorse(FoveationCodec codec, string name, bool isLive)
    {
        var texture = Texture(isLive);
        var options = new FoveatedVideoOptions { Codec = codec, Method = FoveationMethod.Roi };
        var plain = await EncodeAsync(texture, options, "plain-" + name, []);
        var foveated = await EncodeAsync(texture, options, name, texture.Regions());

        // VP9 leaves its key frames as they are, and here nothing happens that later ones could improve upon.
        Assert.InRange(foveated.Focus - plain.Focus, 0.5, 20);
        Assert.InRange(plain.Periphery - foveated.Periphery, 0.5, 20);
    }

    [Theory]
    [InlineData(FoveationCodec.H264)]
    [InlineData(FoveationCodec.Hevc)]
    [InlineData(FoveationCodec.Vp9)]
    public async Task Write_Prefilter_PeripheryIsBlurredAndCheaper(FoveationCodec codec)
    {
        var texture = Texture(isLive: true);
        var options = new FoveatedVideoOptions { Codec = codec, Method = FoveationMethod.Prefilter };
        var plain = await EncodeAsync(texture, options, "plain.mkv", []);
        var foveated = await EncodeAsync(texture, options, "a.mkv", texture.Regions(worse: 10));

        Assert.InRange(foveated.Focus - plain.Focus, -1.0, 20);
        Assert.InRange(plain.Periphery - foveated.Periphery, 1.0, 30);
        Assert.InRange(foveated.Rate, 0, plain.Rate * 0.9);
    }

    [Theory]
    [InlineData(FoveationCodec.H264, true, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.H264, false, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.Hevc, true, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.Vp9, true, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.H264, true, FoveationMethod.Prefilter)]
    [InlineData(FoveationCodec.Hevc, true, FoveationMethod.Prefilter)]
    [InlineData(FoveationCodec.Vp9, true, FoveationMethod.Prefilter)]
    [InlineData(FoveationCodec.H264, false, FoveationMethod.Prefilter)]
    [InlineData(FoveationCodec.Hevc, false, FoveationMethod.Prefilter)]
    [InlineData(FoveationCodec.Vp9, false, FoveationMethod.Prefilter)]
    public async Task Write_Bitrate_IsKeptAndFocusIsBetter(FoveationCodec codec, bool isLive, FoveationMethod method)
    {
        var texture = Texture(isLive, count: 100);
        var options = new FoveatedVideoOptions { Codec = codec, Method = method, Bitrate = Kilobits };
        var plain = await EncodeAsync(texture, options, "plain.mkv", []);
        var foveated = await EncodeAsync(texture, options, "a.mkv", texture.Regions());

        Assert.InRange(foveated.Rate, Kilobits * 0.75, Kilobits * 1.25);
        Assert.InRange(foveated.Focus - plain.Focus, 0.3, 20);
    }

    // A camera in the dark, or one that promises less than it gives. x265 knows no times: of these its key frames alone are right.
    [Theory]
    [InlineData(FoveationCodec.H264, FoveationMethod.Roi, 25, 200, 400)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Roi, 15, 33, 1_000)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Roi, 25, 200, 400)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Roi, 15, 33, 1_000)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Roi, 25, 200, 400)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Roi, 15, 33, 1_000)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Prefilter, 25, 200, 400)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Prefilter, 15, 33, 1_000)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Prefilter, 25, 200, 400)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Prefilter, 15, 33, 1_000)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Prefilter, 25, 200, 400)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Prefilter, 15, 33, 1_000)]
    public async Task Write_LivePicturesAtAnotherRateThanSaid_BitsAndKeyFramesGoByTime(FoveationCodec codec, FoveationMethod method, double nominal, int interval, double kilobits)
    {
        var count = 8_000 / interval;
        var texture = new MovingTexture(320, 240, count) { Format = new() { Width = 320, Height = 240, FrameRate = nominal, IsLive = true }, Interval = interval };
        var options = new FoveatedVideoOptions { Codec = codec, Method = method, Bitrate = kilobits };
        var foveated = await EncodeAsync(texture, options, "a.mkv", texture.Regions());

        if (codec != FoveationCodec.Hevc) Assert.InRange(foveated.Rate, kilobits * 0.75, kilobits * 1.25);
        var keys = (await TestClip.ProbeAsync("-select_streams v -show_entries packet=pts_time,flags", _folder["a.mkv"])).Where(packet => packet.Contains('K'));
        Assert.Equal([0, 2, 4, 6], keys.Select(packet => Math.Round(double.Parse(packet.Split(',')[0], CultureInfo.InvariantCulture), 1)));
    }

    [Theory]
    [InlineData(FoveationMethod.Roi)]
    [InlineData(FoveationMethod.Prefilter)]
    public async Task Write_OddSize_GrowsByAPixelAndTheFocusStays(FoveationMethod method)
    {
        var texture = new MovingTexture(333, 251, count: 10) { Format = new() { Width = 333, Height = 251, FrameRate = 25 } };
        var options = new FoveatedVideoOptions { Method = method };
        var plain = await EncodeAsync(texture, options, "plain.mp4", []);
        var foveated = await EncodeAsync(texture, options, "a.mp4", texture.Regions(worse: 10));

        Assert.Equal(["334,252,10"], await TestClip.ProbeAsync("-count_frames -show_entries stream=width,height,nb_read_frames", _folder["a.mp4"]));
        Assert.InRange(foveated.Focus - foveated.Periphery, plain.Focus - plain.Periphery + 1, 30);
    }

    [Theory]
    [InlineData("a.mp4", "hvc1")]
    [InlineData("a.mkv", "[0][0][0][0]")]
    public async Task Write_HevcIntoMp4_HasTheNameThatAllPlayersKnow(string name, string tag)
    {
        var texture = new MovingTexture(64, 64, count: 3) { Format = new() { Width = 64, Height = 64, FrameRate = 25 } };
        await using (var encoder = (await FactoryAsync(new FoveatedVideoOptions { Codec = FoveationCodec.Hevc })).Open(_folder[name], texture.Format)) await texture.WriteAsync(encoder, []);

        Assert.Equal([tag], await TestClip.ProbeAsync("-show_entries stream=codec_tag_string", _folder[name]));
    }

    [Theory]
    [InlineData(FoveationCodec.H264, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Roi)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Prefilter)]
    public async Task Write_AfterAnOutageOfHours_TimesAreKept(FoveationCodec codec, FoveationMethod method)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 64, FrameRate = 25, IsLive = true };
        long[] times = [0, 40, 80, 180_000_000, 180_000_040, 180_000_080];
        await using (var encoder = (await FactoryAsync(new FoveatedVideoOptions { Codec = codec, Method = method })).Open(_folder["a.mp4"], format))
        {
            foreach (var time in times) await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        Assert.Equal(times, await EncoderHarness.FrameTimesAsync(_folder["a.mp4"]));
    }

    [Theory]
    [InlineData(FoveationCodec.H264, FoveationMethod.Roi, null)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Prefilter, null)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Prefilter, null)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Prefilter, null)]
    [InlineData(FoveationCodec.H264, FoveationMethod.Prefilter, Kilobits)]
    [InlineData(FoveationCodec.Hevc, FoveationMethod.Prefilter, Kilobits)]
    [InlineData(FoveationCodec.Vp9, FoveationMethod.Prefilter, Kilobits)]
    public async Task Write_OfflinePicturesThatComeUnevenly_TimesAreKept(FoveationCodec codec, FoveationMethod method, double? bitrate)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 64, FrameRate = 25 };
        long[] times = [0, 33, 60, 61, 700, 719, 2_345];
        await using (var encoder = (await FactoryAsync(new FoveatedVideoOptions { Codec = codec, Method = method, Bitrate = bitrate })).Open(_folder["a.mkv"], format))
        {
            foreach (var time in times) await encoder.WriteAsync(EncoderHarness.Grey(format, 9), MediaTime.FromMilliseconds(time));
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        Assert.Equal(times, await EncoderHarness.FrameTimesAsync(_folder["a.mkv"]));
    }

    [Fact]
    public async Task Write_PicturesSecondsApartBesideSound_TimesAreKept()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 64, FrameRate = 25, HasAudio = true, EncodedAudio = EncoderHarness.Aac };
        long[] times = [.. Enumerable.Range(0, 40).Select(n => n * 3_100L)];
        await using (var encoder = (await FactoryAsync(new FoveatedVideoOptions { Method = FoveationMethod.Roi })).Open(_folder["a.mp4"], format))
        {
            await EncoderHarness.WriteWithPacketsAsync(encoder, format, times);
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        Assert.Equal(times, await EncoderHarness.FrameTimesAsync(_folder["a.mp4"]));
    }

    // The encoder looks ahead by more pictures than there are.
    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.mkv")]
    public async Task Write_SoundThatIsLongerThanItsPictures_TimesAreKeptAndBothEndTogether(string name)
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 64, FrameRate = 5, HasAudio = true, EncodedAudio = EncoderHarness.Aac };
        long[] times = [.. Enumerable.Range(0, 10).Select(n => n * 200L)];
        await using (var encoder = (await FactoryAsync(new FoveatedVideoOptions { Method = FoveationMethod.Roi })).Open(_folder[name], format))
        {
            await EncoderHarness.WriteWithPacketsAsync(encoder, format, times);
            await EncoderHarness.WritePacketsAsync(encoder, times[^1], 45_000);
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        Assert.Equal(times, await EncoderHarness.FrameTimesAsync(_folder[name]));
        Assert.InRange((await EncoderHarness.PacketTimesAsync(_folder[name]))[^1], 1_970, 2_000);
    }

    [Fact]
    public async Task Write_PrefilterWithoutRegions_PicturesAreNotBlurred()
    {
        var format = new EncodedVideoFormat { Width = 64, Height = 64, FrameRate = 25 };
        var noise = EncoderHarness.Noise(format, seed: 1);
        await using (var encoder = (await FactoryAsync(new FoveatedVideoOptions { Method = FoveationMethod.Prefilter, Quality = 0 })).Open(_folder["a.mkv"], format))
        {
            await encoder.WriteAsync(noise, MediaTime.Zero);
            Assert.Null(await encoder.CompleteAsync(CancellationToken.None));
        }

        var plain = await TestClip.RunAsync(["-f", "rawvideo", "-pix_fmt", "bgr24", "-s", "64x64", "-i", "pipe:0", "-vf", EncoderArguments.Colours, "-f", "rawvideo", "pipe:1"], noise);
        Assert.Equal(plain, await TestClip.RunAsync(["-i", _folder["a.mkv"], "-f", "rawvideo", "pipe:1"], default));
    }

    [Fact]
    public async Task Prepare_NoLibavcodec_OneClearLineAndThePrefilter()
    {
        var factory = await FactoryAsync(new FoveatedVideoOptions(), () => LibavLibrary.Get(41));
        factory.Prepare(isLive: true);
        factory.Prepare(isLive: true);

        var (level, text) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains("blurred beforehand", text);
        Assert.Contains("there is no libavcodec", text);
        var texture = Texture(isLive: true, count: 5);
        await using (var encoder = factory.Open(_folder["a.mkv"], texture.Format)) await texture.WriteAsync(encoder, texture.Regions());
        var (focus, periphery, _) = await texture.QualityAsync(_folder["a.mkv"]);
        Assert.InRange(focus - periphery, 2, 30);
    }

    [Fact]
    public async Task Prepare_NoLibavcodecButRegionsWanted_SaysWhatElseThereIs()
    {
        var factory = await FactoryAsync(new FoveatedVideoOptions { Method = FoveationMethod.Roi }, () => LibavLibrary.Get(41));

        var error = Assert.Throws<SinkException>(() => factory.Prepare(isLive: true));
        Assert.Contains("there is no libavcodec", error.Message);
        Assert.Contains("`outputs.foveate.method=prefilter`", error.Message);
    }

    [Theory]
    [InlineData("a.mp4", FoveationCodec.Vp9, null)]
    [InlineData("a.avi", FoveationCodec.H264, ".mkv")]
    [InlineData("rtsp://host/a", FoveationCodec.Vp9, null)]
    [InlineData("srt://host:9", FoveationCodec.Hevc, null)]
    [InlineData("srt://host:9", FoveationCodec.Vp9, "srt:// carries no VP9")]
    [InlineData("rtmp://host/a/b", FoveationCodec.Hevc, "rtmp:// carries no H.265")]
    [InlineData("rtmp://host/a/b%0A\n", FoveationCodec.H264, "without line breaks")]
    public void CheckTarget_Codec_IsOneThatItCarries(string target, FoveationCodec codec, string? problem)
    {
        var found = FoveatedEncoderFactory.CheckTarget(target, codec);

        if (problem is null) Assert.Null(found);
        else Assert.Contains(problem, found);
    }

    private static MovingTexture Texture(bool isLive, int count = 25) =>
        new(320, 240, count) { Format = new() { Width = 320, Height = 240, FrameRate = 25, IsLive = isLive } };

    private async Task<(double Focus, double Periphery, double Rate)> EncodeAsync(MovingTexture texture, FoveatedVideoOptions options, string name, RegionOfInterest[] regions)
    {
        await using (var encoder = (await FactoryAsync(options)).Open(_folder[name], texture.Format)) await texture.WriteAsync(encoder, regions);
        var (focus, periphery, rate) = await texture.QualityAsync(_folder[name]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: focus {focus:0.00} dB, periphery {periphery:0.00} dB, {rate:0} kbit/s");
        return (focus, periphery, rate);
    }

    private async Task<FoveatedEncoderFactory> FactoryAsync(FoveatedVideoOptions options, Func<LibavLibrary>? library = null) =>
        new(await EncoderHarness.Tools(), options, TimeProvider.System, _log) { Library = library ?? LibavLibrary.Get };
}
