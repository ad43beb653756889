using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Media;
using StavisLive.Core.Sessions.Stages;

namespace StavisLive.Core.Tests.Sessions.Stages;

public sealed class AudioWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<AudioChange> _changes = [];

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

        Assert.Equal([AudioState.Silent, AudioState.Present], _changes.Select(change => change.State));
        Assert.Equal("silent for 10 s", _changes[0].Reason);
    }

    [Fact]
    public void See_AudioStaysAway_IsMissingUntilItComes()
    {
        var watch = Watch();
        Play(watch, seconds: 1, amplitude: 0.5f);
        Assert.NotNull(watch.Level);

        Show(watch, seconds: 1.5);
        Assert.Empty(_changes);
        Show(watch, seconds: 10);
        Assert.Null(watch.Level);
        // Even silence is audio that comes.
        Play(watch, seconds: 9, amplitude: 0);

        Assert.Equal([AudioState.Missing, AudioState.Present], _changes.Select(change => change.State));
    }

    [Fact]
    public void See_AudioIsNotExpected_IsNoNewsUntilItComes()
    {
        var watch = Watch(isExpected: false);
        Show(watch, seconds: 10);
        Assert.Empty(_changes);

        Play(watch, seconds: 1, amplitude: 0.5f);

        Assert.Equal(AudioState.Present, Assert.Single(_changes).State);
    }

    [Fact]
    public void Level_Audio_IsItsPeakAndFallsSlowly()
    {
        var watch = Watch();
        Assert.Null(watch.Level);

        watch.OnSamples([0, -0.5f, 0.1f]);
        Assert.Equal(-6.02, watch.Level!.Value, 0.01);
        Play(watch, seconds: 1.7, amplitude: 0);
        Assert.Equal(-26, watch.Level!.Value, 0.1);
        Play(watch, seconds: 20, amplitude: 0);
        Assert.Equal(-90, watch.Level!.Value);
    }

    private AudioWatch Watch(bool isExpected = true) => new(isExpected, _time, _changes.Add);

    private void Play(AudioWatch watch, double seconds, float amplitude)
    {
        var block = new float[441];
        block.AsSpan().Fill(amplitude);
        for (var i = 0; i < seconds * 50; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.02));
            watch.OnSamples(block);
            watch.OnFrame();
        }
    }

    private void Show(AudioWatch watch, double seconds)
    {
        for (var i = 0; i < seconds * 25; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.04));
            watch.OnFrame();
        }
    }
}
