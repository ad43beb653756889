using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions.Stages;

namespace StavisLive.Core.Tests.Sessions.Stages;

public sealed class SoundWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<SoundChange> _changes = [];

    [Fact]
    public void Hear_SilenceOfTenSeconds_IsToldOnceAndItsEndToo()
    {
        var watch = Watch();
        Play(watch, seconds: 3, amplitude: 0.5f);
        Play(watch, seconds: 9, amplitude: 0);
        Assert.Empty(_changes);

        Play(watch, seconds: 30, amplitude: 0.00001f);
        Play(watch, seconds: 1, amplitude: 0.001f);
        Play(watch, seconds: 5, amplitude: 0);

        Assert.Equal([SoundState.Silent, SoundState.Present], _changes.Select(change => change.State));
        Assert.Equal("silent for 10 s", _changes[0].Reason);
    }

    [Fact]
    public void See_SoundStaysAway_IsMissingUntilItComes()
    {
        var watch = Watch();
        Play(watch, seconds: 1, amplitude: 0.5f);
        Assert.NotNull(watch.Level);

        Show(watch, seconds: 1.5);
        Assert.Empty(_changes);
        Show(watch, seconds: 10);
        Assert.Null(watch.Level);
        // Even silence is sound that comes.
        Play(watch, seconds: 9, amplitude: 0);

        Assert.Equal([SoundState.Missing, SoundState.Present], _changes.Select(change => change.State));
    }

    [Fact]
    public void See_SoundIsNotExpected_IsNoNewsUntilItComes()
    {
        var watch = Watch(isExpected: false);
        Show(watch, seconds: 10);
        Assert.Empty(_changes);

        Play(watch, seconds: 1, amplitude: 0.5f);

        Assert.Equal(SoundState.Present, Assert.Single(_changes).State);
    }

    [Fact]
    public void Level_Sound_IsItsPeakAndFallsSlowly()
    {
        var watch = Watch();
        Assert.Null(watch.Level);

        watch.Hear([0, -0.5f, 0.1f]);
        Assert.Equal(-6.02, watch.Level!.Value, 0.01);
        Play(watch, seconds: 1.7, amplitude: 0);
        Assert.Equal(-26, watch.Level!.Value, 0.1);
        Play(watch, seconds: 20, amplitude: 0);
        Assert.Equal(-90, watch.Level!.Value);
    }

    private SoundWatch Watch(bool isExpected = true) => new(isExpected, _time, _changes.Add);

    private void Play(SoundWatch watch, double seconds, float amplitude)
    {
        var block = new float[441];
        block.AsSpan().Fill(amplitude);
        for (var i = 0; i < seconds * 50; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.02));
            watch.Hear(block);
            watch.See();
        }
    }

    private void Show(SoundWatch watch, double seconds)
    {
        for (var i = 0; i < seconds * 25; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.04));
            watch.See();
        }
    }
}
