using StavisLive.Core.Diagnostics;

namespace StavisLive.Core.Tests.Diagnostics;

public class SafeAddressTests
{
    [Theory]
    [InlineData("rtsp://camera/stream", "rtsp://camera/stream")]
    [InlineData("rtsp://camera:554/stream@2x", "rtsp://camera:554/stream@2x")]
    [InlineData("rtsp://[fe80::1]:554/a", "rtsp://[fe80::1]:554/a")]
    [InlineData("rtsp://admin@camera/1", "rtsp://admin@camera/1")]
    [InlineData("rtsp://admin:secret@camera/1", "rtsp://admin:***@camera/1")]
    [InlineData("RTSPS://admin:secret@camera:322/1?x=1", "RTSPS://admin:***@camera:322/1?x=1")]
    [InlineData("rtsp://admin:se@cret@camera/1", "rtsp://admin:***@camera/1")]
    [InlineData("rtsp://admin:se/cret@camera/1", "rtsp://admin:***@camera/1")]
    [InlineData("rtsp://admin:1234@camera", "rtsp://admin:***@camera")]
    [InlineData("rtsp://:secret@camera", "rtsp://:***@camera")]
    [InlineData("rtsp://admin:two secrets@camera/1", "rtsp://admin:***@camera/1")]
    [InlineData("rtsp://camera/live?user=a&password=secret&channel=1", "rtsp://camera/live?user=a&password=***&channel=1")]
    [InlineData("rtsp://camera/user=admin_password=secret_channel=1", "rtsp://camera/user=admin_password=***")]
    [InlineData("rtsp://me@mail.com:s3cr3t@127.0.0.1:1/x", "rtsp://me@mail.com:***@127.0.0.1:1/x")]
    [InlineData("rtsp://admin:1234#s3cr3t@127.0.0.1:1/x", "rtsp://admin:***@127.0.0.1:1/x")]
    [InlineData("rtsp://admin:1234/s3cr3t@127.0.0.1:1/x", "rtsp://admin:***@127.0.0.1:1/x")]
    [InlineData("rtsp://admin:12/34@cam", "rtsp://admin:***@cam")]
    [InlineData("rtsp://admin:p@ss/s3cr3t@127.0.0.1:1/x", "rtsp://admin:***@127.0.0.1:1/x")]
    [InlineData("rtsp://ad min:s3cr3t@127.0.0.1:1/x", "rtsp://ad min:***@127.0.0.1:1/x")]
    [InlineData("rtsp://127.0.0.1:1/x?loginuse=a&loginpas=s3cr3t", "rtsp://127.0.0.1:1/x?loginuse=a&loginpas=***")]
    [InlineData("rtsp://127.0.0.1/x?psw=s3&auth=YTpi&apikey=1", "rtsp://127.0.0.1/x?psw=***&auth=***&apikey=***")]
    [InlineData("rtsp://127.0.0.1/x?wort=geheim&user=a:geheim", "rtsp://127.0.0.1/x?wort=***&user=a:***")]
    [InlineData("rtsp://10.0.0.5:8000/a@b", "rtsp://10.0.0.5:8000/a@b")]
    [InlineData("user:s3cr3t@camera/x", "user:***@camera/x")]
    public void Of_Address_HidesThePasswordOnly(string address, string expected) => Assert.Equal(expected, SafeAddress.Of(address));

    [Fact]
    public void Redact_Text_HidesEveryPassword()
    {
        const string Text = "'rtsp://a:one@h/x' and http://b:two@h/y: 401, see (https://c:three@h) token=four";

        Assert.Equal(
            "'rtsp://a:***@h/x' and http://b:***@h/y: 401, see (https://c:***@h) token=***",
            SafeAddress.Redact(Text));
    }

    [Fact]
    public void Redact_KnownAddressWithBlank_HidesAllOfIt()
    {
        const string Address = "rtsp://admin:two secrets@camera/1";

        Assert.Equal("rtsp://admin:***@camera/1: refused", SafeAddress.Redact(Address + ": refused", Address));
    }

    [Fact]
    public void Redact_UnknownAddressWithBlank_HidesAllOfIt() => Assert.Equal(
        "Unrecognized 'rtsp://ad min:***@127.0.0.1:1/x'.", SafeAddress.Redact("Unrecognized 'rtsp://ad min:s3cr3t@127.0.0.1:1/x'."));

    [Theory]
    [InlineData("rtsp://a:b c@h/x", "rtsp://a:b%20c@h/x")]
    [InlineData("rtsp://a:b%20c@h/x", "rtsp://a:b%20c@h/x")]
    [InlineData("rtsp://me@mail.com:100%@h/x", "rtsp://me%40mail.com:100%25@h/x")]
    [InlineData("rtsp://a:12/34@10.0.0.5/x", "rtsp://a:12%2F34@10.0.0.5/x")]
    [InlineData("rtsp://camera:554/stream@2x", "rtsp://camera:554/stream@2x")]
    public void Escape_Address_IsSplitAtTheLastAtBeforeTheHost(string address, string expected) => Assert.Equal(expected, SafeAddress.Escape(address));

    [Theory]
    [InlineData("")]
    [InlineData("crystal.mp4: no such file")]
    [InlineData("12:30 @ noon, a/b@c")]
    public void Redact_NoAddress_IsUnchanged(string text) => Assert.Equal(text, SafeAddress.Redact(text));
}
