using Microsoft.Extensions.Time.Testing;
using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

public class WatchdogTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Feed_InTime_KeepsItQuiet()
    {
        using var watchdog = new Watchdog(TimeSpan.FromSeconds(5), () => Assert.Fail("It barked."), _time);
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(4.9));
            watchdog.Feed();
        }

        Assert.False(watchdog.HasExpired);
    }

    [Fact]
    public void Advance_BeyondTheLimit_BarksOnce()
    {
        var barks = 0;
        using var watchdog = new Watchdog(TimeSpan.FromSeconds(5), () => barks++, _time);
        watchdog.Feed();

        _time.Advance(TimeSpan.FromSeconds(5));
        watchdog.Feed();
        _time.Advance(TimeSpan.FromSeconds(50));

        Assert.True(watchdog.HasExpired);
        Assert.Equal(1, barks);
    }

    [Fact]
    public void Dispose_BeforeTheLimit_KeepsItQuiet()
    {
        var watchdog = new Watchdog(TimeSpan.FromSeconds(5), () => Assert.Fail("It barked."), _time);

        watchdog.Dispose();
        _time.Advance(TimeSpan.FromSeconds(50));

        Assert.False(watchdog.HasExpired);
    }
}
