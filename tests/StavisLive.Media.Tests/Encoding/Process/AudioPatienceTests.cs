using StavisLive.Core.Media;
using StavisLive.Media.Encoding.Process;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class AudioPatienceTests
{
    private readonly RecordingLogger _log = new();
    private readonly AudioPatience _patience;

    public AudioPatienceTests() => _patience = new AudioPatience(_log);

    [Fact]
    public void Pass_AudioStaysLate_ItIsWaitedFor()
    {
        _patience.Note("a", Seconds(3), Seconds(10));
        for (var second = 11; second < 100; second++)
        {
            _patience.Confirm(Seconds(3));
            _patience.Pass(Seconds(second));
        }

        Assert.Equal(Seconds(3), _patience.Lag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Pass_AudioWasLaterOnce_OnlyWhatItNeedsIsWaitedFor(int usually)
    {
        _patience.Note("a", Seconds(3), Seconds(10));
        for (var second = 11; second < 100; second++)
        {
            _patience.Confirm(Seconds(usually));
            _patience.Pass(Seconds(second));
            if (second <= 40) Assert.Equal(Seconds(3), _patience.Lag);
        }

        Assert.Equal(Seconds(usually), _patience.Lag);
    }

    [Fact]
    public void Note_LaterThanItIsWaitedFor_DelaysNothing()
    {
        _patience.Note("a", Seconds(8), Seconds(10));
        _patience.Note("a", Seconds(8), Seconds(11));

        Assert.Equal(MediaTime.Zero, _patience.Lag);
        Assert.Contains("5000 ms at most", Assert.Single(_log.Entries).Text);
    }

    private static MediaTime Seconds(int seconds) => MediaTime.FromSeconds(seconds);
}
