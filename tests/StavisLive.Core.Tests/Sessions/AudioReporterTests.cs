using Microsoft.Extensions.Logging;
using StavisLive.Core.Sessions;
using StavisLive.Core.Sinks;
using StavisLive.Core.Windowing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sessions;

public sealed class AudioReporterTests
{
    private static readonly WindowingOptions Live = new() { Fps = 25, IsLive = true, HasAudio = true };

    private readonly RecordingLogger _log = new();

    [Fact]
    public void CheckLag_MoreThanHalfAWindowLate_IsToldWithBothTimes()
    {
        Check(Live with { AudioLag = TimeSpan.FromMilliseconds(1500) });

        var (level, text) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Matches("door, moved earlier, comes 1500 ms behind .* 640 ms of its window", text);
    }

    [Fact]
    public void CheckLag_AudioThatIsHeardOrNotWanted_SaysNothing()
    {
        Check(Live);
        Check(Live with { AudioLag = TimeSpan.FromMilliseconds(320) });
        // Of a file windows wait for their audio.
        Check(Live with { AudioLag = TimeSpan.FromSeconds(4), IsLive = false });
        Check(Live with { AudioLag = TimeSpan.FromSeconds(4), HasAudio = false });
        Check(Live with { AudioLag = TimeSpan.FromSeconds(4), Listens = false });

        Assert.Empty(_log.Entries);
    }

    private void Check(WindowingOptions windowing)
    {
        using var hub = new StreamHub("door");
        new AudioReporter("door", hub, _log).CheckLag(windowing);
    }
}
