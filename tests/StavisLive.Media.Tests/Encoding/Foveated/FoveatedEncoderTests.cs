using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Foveated;
using StavisLive.Media.Tests.Encoding.Process;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Encoding.Foveated;

public sealed class FoveatedEncoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

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
        var config = new FoveationConfig { Codec = codec, Method = FoveationMethod.Roi };
        var plain = await EncodeAsync(texture, config, "plain-" + name, []);
        var foveated = await EncodeAsync(texture, config, name, texture.Regions());

        Assert.InRange(foveated.Focus - plain.Focus, 1.0, 20);
        Assert.InRange(plain.Periphery - foveated.Periphery, 1.0, 20);
    }

    [Theory]
    [InlineData(FoveationCodec.H264)]
    [InlineData(FoveationCodec.Hevc)]
    [InlineData(FoveationCodec.Vp9)]
    public async Task Write_Prefilter_PeripheryIsBlurredAndCheaper(FoveationCodec codec)
    {
        var texture = Texture(isLive: true);
        var config = new FoveationConfig { Codec = codec, Method = FoveationMethod.Prefilter };
        var plain = await EncodeAsync(texture, config, "plain.mkv", []);
        var foveated = await EncodeAsync(texture, config, "a.mkv", texture.Regions(worse: 10));

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
    public async Task Write_Bitrate_IsKeptAndFocusIsBetter(FoveationCodec codec, bool isLive, FoveationMethod method)
    {
        var texture = Texture(isLive, count: 150);
        var config = new FoveationConfig { Codec = codec, Method = method, Bitrate = 600 };
        var plain = await EncodeAsync(texture, config, "plain.mkv", []);
        var foveated = await EncodeAsync(texture, config, "a.mkv", texture.Regions());

        Assert.InRange(foveated.Rate, 600 * 0.7, 600 * 1.3);
        Assert.InRange(foveated.Focus - plain.Focus, 0.3, 20);
    }

    [Theory]
    [InlineData(FoveationMethod.Roi)]
    [InlineData(FoveationMethod.Prefilter)]
    public async Task Write_OddSize_GrowsByAPixelAndTheFocusStays(FoveationMethod method)
    {
        var texture = new MovingTexture(333, 251, count: 10) { Format = new() { Width = 333, Height = 251, FrameRate = 25 } };
        var config = new FoveationConfig { Method = method };
        var plain = await EncodeAsync(texture, config, "plain.mp4", []);
        var foveated = await EncodeAsync(texture, config, "a.mp4", texture.Regions(worse: 10));

        Assert.Equal(["334,252,10"], await TestClip.ProbeAsync("-count_frames -show_entries stream=width,height,nb_read_frames", _folder["a.mp4"]));
        Assert.InRange(foveated.Focus - foveated.Periphery, plain.Focus - plain.Periphery + 1, 30);
    }

    private static MovingTexture Texture(bool isLive, int count = 50) =>
        new(320, 240, count) { Format = new() { Width = 320, Height = 240, FrameRate = 25, IsLive = isLive } };

    private async Task<(double Focus, double Periphery, double Rate)> EncodeAsync(MovingTexture texture, FoveationConfig config, string name, RegionOfInterest[] regions)
    {
        var factory = new FoveatedEncoderFactory(await EncoderHarness.Tools(), config with { Target = _folder[name] }, TimeProvider.System, NullLogger.Instance);
        await using (var encoder = factory.Open(_folder[name], texture.Format)) await texture.WriteAsync(encoder, regions);
        var (focus, periphery) = await texture.QualityAsync(_folder[name]);
        var rate = await texture.RateAsync(_folder[name]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: focus {focus:0.00} dB, periphery {periphery:0.00} dB, {rate:0} kbit/s");
        return (focus, periphery, rate);
    }
}
