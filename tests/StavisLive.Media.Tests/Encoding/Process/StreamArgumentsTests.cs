using StavisLive.Media.Encoding;
using StavisLive.Media.Encoding.Process;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class StreamArgumentsTests
{
    private static readonly EncodedVideoFormat Format = new() { Width = 63, Height = 48, FrameRate = 25, HasAudio = true };

    private static string Line(EncodedVideoFormat format, string address, string? preset = null)
    {
        var protocol = StreamProtocol.Of(address);
        return string.Join(' ', StreamArguments.For(format, StreamArguments.Encode(format, protocol), protocol, address, preset));
    }

    // No loopback camera can be made where these tests run: what ffmpeg is asked for is all that they see of one.
    [Fact]
    public void For_LoopbackCamera_IsRawYuyvWithoutSound()
    {
        var line = Line(Format with { HasAudio = false }, "/dev/video9");

        Assert.Contains("format=yuyv422", line);
        Assert.Contains("-c:v rawvideo", line);
        Assert.DoesNotContain("x264", line);
        Assert.DoesNotContain("0:a:0", line);
        Assert.EndsWith("-f v4l2 /dev/video9", line);
    }

    [Theory]
    [InlineData("RTSP://host/hall", "-f rtsp", "-rtsp_transport tcp")]
    [InlineData("rtmps://host/live", "-f flv", "-rw_timeout 10000000")]
    [InlineData("srt://host:9000", "-f mpegts", "-c:a aac")]
    [InlineData("udp://host:9000", "-f mpegts", "-pkt_size 1316")]
    public void For_Server_HasItsFormat(string address, string muxer, string option)
    {
        var line = Line(Format, address);

        Assert.Contains(option, line);
        Assert.Contains("-tune zerolatency", line);
        Assert.EndsWith($"{muxer} {address}", line);
    }

    [Fact]
    public void For_HiddenOptions_AreReadFromTheirFile() =>
        Assert.Contains("-fpre /proc/1/fd/9", Line(Format, "srt://host:1", "/proc/1/fd/9"));
}
