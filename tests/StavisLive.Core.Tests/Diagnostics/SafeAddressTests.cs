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

    [Theory]
    [InlineData("")]
    [InlineData("crystal.mp4: no such file")]
    [InlineData("12:30 @ noon, a/b@c")]
    public void Redact_NoAddress_IsUnchanged(string text) => Assert.Equal(text, SafeAddress.Redact(text));
}
