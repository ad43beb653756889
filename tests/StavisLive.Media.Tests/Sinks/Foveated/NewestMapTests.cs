using StavisLive.Core.Media;
using StavisLive.Media.Sinks.Foveated;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Foveated;

public sealed class NewestMapTests
{
    private readonly NewestMap _subject = new();

    [Fact]
    public void For_NoMapAsYet_IsFlat()
    {
        Assert.Equal((1, 1), (_subject.For(MediaTime.Zero)[0], _subject.For(MediaTime.Zero)[^1]));
        Assert.Equal(0, _subject.Uses);
    }

    [Fact]
    public void For_FramesAfterIt_TellsHowOldItIs()
    {
        Take(frame: 10, value: 0.25f);

        Assert.Equal(0.25f, _subject.For(MediaTime.FromMilliseconds(10 * 40 + 200))[0]);
        Assert.Equal((1, 200), (_subject.Uses, (int)Math.Round(_subject.Ages.Max)));
    }

    [Fact]
    public void For_FrameBeforeIt_IsNotOldAtAll()
    {
        Take(frame: 10, value: 0.25f);

        Assert.Equal(0.25f, _subject.For(MediaTime.Zero)[0]);
        Assert.Equal(0, _subject.Ages.Max);
    }

    [Fact]
    public void For_MapsThatStopped_IsFlatAfterAWhile()
    {
        Take(frame: 0, value: 0.25f);

        Assert.Equal(0.25f, _subject.For(MediaTime.FromMilliseconds(2_000))[0]);
        Assert.Equal(1, _subject.For(MediaTime.FromMilliseconds(2_001))[0]);
        Take(frame: 50, value: 0.5f);
        Assert.Equal(0.5f, _subject.For(MediaTime.FromMilliseconds(2_040))[0]);
    }

    private void Take(long frame, float value)
    {
        using var result = TestResults.Make(frame, [value]);
        _subject.Take(result);
    }
}
