using StavisLive.Server.Control;

namespace StavisLive.Server.Tests.Control;

public sealed class NewSourceTests
{
    [Fact]
    public void ToConfig_AddressLongerThanAnyCameras_IsRefused()
    {
        static NewSource With(int letters) => new() { Name = "roof", Rtsp = "rtsp://camera/".PadRight(letters, 'a') };

        Assert.Equal(2000, With(2000).ToConfig().Source.Rtsp!.Length);
        Assert.Contains("not 2001", Assert.Throws<ControlException>(() => With(2001).ToConfig()).Message);
    }
}
