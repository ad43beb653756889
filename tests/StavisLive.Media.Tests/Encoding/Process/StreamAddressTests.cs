using StavisLive.Core.Sinks;
using StavisLive.Media.Encoding.Process;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class StreamAddressTests
{
    [Theory]
    [InlineData("rtmp://host/live/key?token=a", "rtmp://host/live", "rtmp://host/live/***", "rtmp_app=live;rtmp_playpath=key?token=a")]
    [InlineData("rtmps://host:443/one/two/key", "rtmps://host:443/one/two", "rtmps://host:443/one/two/***", "rtmp_app=one/two;rtmp_playpath=key")]
    [InlineData("rtmp://host/live", "rtmp://host/live", "rtmp://host/live", "")]
    [InlineData("rtmp://host/live?user=me&token=a", "rtmp://host", "rtmp://host/live?***", "rtmp_app=live?user=me&token=a")]
    [InlineData("rtmp://host/live?vhost=demo.example/stream", "rtmp://host", "rtmp://host/live?***", "rtmp_app=live?vhost=demo.example;rtmp_playpath=stream")]
    [InlineData("rtmp://host/live?next=/one", "rtmp://host", "rtmp://host/live?***", "rtmp_app=live?next=;rtmp_playpath=one")]
    [InlineData("rtmp://host/live?a=b/room/key", "rtmp://host", "rtmp://host/live?***", "rtmp_app=live?a=b/room;rtmp_playpath=key")]
    [InlineData("rtmp://host/live?a=b/mp4:room/key", "rtmp://host", "rtmp://host/live?***", "rtmp_app=live?a=b;rtmp_playpath=mp4:room/key")]
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
        Assert.Null(split.Problem);
    }

    // Of more bytes in a line, or of a second line, ffmpeg shows what it cannot read.
    [Theory]
    [InlineData("rtmp://host/live/{0}", 984, true)]
    [InlineData("rtmp://host/live/{0}", 985, false)]
    [InlineData("rtmp://host/live?token={0}", 2_000, false)]
    [InlineData("srt://host:9000?streamid=a%0A{0}", 20, false)]
    public void CheckTarget_SecretThatDoesNotFitALine_IsRefusedWithoutIt(string address, int length, bool fits)
    {
        var secret = string.Concat(Enumerable.Repeat("gehe", length / 4 + 1))[..length];
        var problem = FfmpegStreamEncoderFactory.CheckTarget(string.Format(address, secret));

        Assert.Equal(fits, problem is null);
        if (problem is null) return;
        Assert.DoesNotContain("gehe", problem);
        Assert.Equal(problem, Assert.Throws<SinkException>(() => new StreamTarget(string.Format(address, secret))).Message);
    }
}
