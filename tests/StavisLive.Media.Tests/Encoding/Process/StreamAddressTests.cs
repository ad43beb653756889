using StavisLive.Media.Encoding.Process;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class StreamAddressTests
{
    [Theory]
    [InlineData("rtmp://host/live/key?token=a", "rtmp://host/live", "rtmp://host/live/***", "rtmp_app=live;rtmp_playpath=key?token=a")]
    [InlineData("rtmps://host:443/one/two/key", "rtmps://host:443/one/two", "rtmps://host:443/one/two/***", "rtmp_app=one/two;rtmp_playpath=key")]
    [InlineData("rtmp://host/live", "rtmp://host/live", "rtmp://host/live", "")]
    [InlineData("srt://host:9000?latency=20000&passphrase=ge%20heim&streamid=a", "srt://host:9000?latency=20000", "srt://host:9000?latency=***", "passphrase=ge heim;streamid=a")]
    [InlineData("srt://host:9000?passphrase=geheim", "srt://host:9000", "srt://host:9000", "passphrase=geheim")]
    [InlineData("srt://host:9000", "srt://host:9000", "srt://host:9000", "")]
    [InlineData("rtsp://user:secret@host/hall", "rtsp://user:secret@host/hall", "rtsp://user:***@host/hall", "")]
    [InlineData("udp://239.0.0.1:1234", "udp://239.0.0.1:1234", "udp://239.0.0.1:1234", "")]
    [InlineData("/dev/video9", "/dev/video9", "/dev/video9", "")]
    public void Of_Address_IsSplit(string address, string visible, string name, string hidden)
    {
        var split = StreamAddress.Of(address);

        Assert.Equal((visible, name), (split.Visible, split.Name));
        Assert.Equal(hidden, string.Join(';', split.Hidden.Select(option => $"{option.Option}={option.Value}")));
    }
}
