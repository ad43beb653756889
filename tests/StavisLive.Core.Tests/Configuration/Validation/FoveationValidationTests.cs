using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Validation;

namespace StavisLive.Core.Tests.Configuration.Validation;

public sealed class FoveationValidationTests
{
    [Theory]
    [InlineData("out.mp4", null)]
    [InlineData("rtsp://host:8554/live", null)]
    [InlineData("SRT://host:9000?mode=caller", null)]
    [InlineData("rtmps://host/app/key", null)]
    [InlineData("udp://239.0.0.1:5000", null)]
    [InlineData("http://host/", "outputs.foveate.target")]
    [InlineData("", "outputs.foveate.target")]
    public void Problems_Target_IsAFileOrAMediaServer(string target, string? key) => Expect(new() { Target = target }, key);

    [Theory]
    [InlineData(0, null)]
    [InlineData(4, null)]
    [InlineData(-0.1, "outputs.foveate.strength")]
    [InlineData(4.1, "outputs.foveate.strength")]
    [InlineData(double.NaN, "outputs.foveate.strength")]
    public void Problems_Strength_IsWithinItsLimits(double strength, string? key) => Expect(new() { Strength = strength }, key);

    [Theory]
    [InlineData(500, null)]
    [InlineData(0, "outputs.foveate.bitrate")]
    [InlineData(1e9, "outputs.foveate.bitrate")]
    [InlineData(double.NaN, "outputs.foveate.bitrate")]
    public void Problems_Bitrate_IsOneThatCanBe(double bitrate, string? key) => Expect(new() { Bitrate = bitrate }, key);

    [Theory]
    [InlineData(FoveationCodec.H264, 51, null)]
    [InlineData(FoveationCodec.H264, 52, "outputs.foveate.quality")]
    [InlineData(FoveationCodec.H264, 1, null)]
    [InlineData(FoveationCodec.H264, 0.99, "outputs.foveate.quality")]
    [InlineData(FoveationCodec.Hevc, 0, null)]
    [InlineData(FoveationCodec.Vp9, 0, null)]
    [InlineData(FoveationCodec.Vp9, 63, null)]
    [InlineData(FoveationCodec.Vp9, -1, "outputs.foveate.quality")]
    [InlineData(FoveationCodec.Hevc, double.NaN, "outputs.foveate.quality")]
    public void Problems_Quality_IsOnTheCodecsScale(FoveationCodec codec, double quality, string? key) => Expect(new() { Codec = codec, Quality = quality }, key);

    [Fact]
    public void Problems_BitrateAndQuality_ExcludeEachOther() => Expect(new() { Bitrate = 500, Quality = 20 }, "outputs.foveate.quality");

    private static void Expect(FoveationConfig foveate, string? key)
    {
        var config = new StavisConfig { Source = new() { Synthetic = true }, Outputs = new() { Foveate = foveate } };

        Assert.Equal(key is null ? [] : [key], ConfigValidation.Problems(config).Select(problem => problem.Key));
    }
}
