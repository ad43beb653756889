using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Microphones;
using StavisLive.Media.Sources.Microphones.Pulse;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Microphones;

/// <summary>Microphones of a real sound server, one of the test's own.</summary>
public sealed class PulseMicrophoneTests : IAsyncLifetime
{
    private PrivatePulseAudio? _audio;

    private PrivatePulseAudio Audio => _audio!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsInstalled, "PulseAudio is not installed.");
        _audio = await PrivatePulseAudio.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_audio is not null) await _audio.DisposeAsync();
    }

    [Fact]
    public async Task ListenAsync_Default_HearsTheToneAtItsFrequencyAndLevel()
    {
        Audio.Play(Tones.Sine(1000, 0.25, 30));
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("default"));

        await microphone.UntilHeardAsync(1000, 0.2);
        var heard = await microphone.NextAsync(1);

        Assert.Equal(0.25, Tones.AmplitudeAt(1000, heard), 0.01);
        Assert.InRange(Tones.AmplitudeAt(1200, heard), 0, 0.005);
        Assert.InRange(Tones.Peak(heard), 0.24, 0.26);
    }

    [Theory]
    [InlineData("street.monitor")]
    [InlineData("monitor of street")]
    [InlineData("stre")]
    public async Task ListenAsync_ByName_HearsThatOneOnly(string name)
    {
        Audio.Play(Tones.Sine(1000, 0.25, 30));
        Audio.Play(Tones.Sine(700, 0.5, 30), PrivatePulseAudio.Street);
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone(name));

        await microphone.UntilHeardAsync(700, 0.45);
        var heard = await microphone.NextAsync(0.5);

        Assert.Equal(0.5, Tones.AmplitudeAt(700, heard), 0.01);
        Assert.InRange(Tones.AmplitudeAt(1000, heard), 0, 0.005);
    }

    [Fact]
    public async Task ListenAsync_DefaultChanges_Follows()
    {
        Audio.Play(Tones.Sine(700, 0.5, 60), PrivatePulseAudio.Street);
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("default"));
        Assert.InRange(Tones.AmplitudeAt(700, await microphone.NextAsync(0.5)), 0, 0.001);

        await Audio.SetDefaultSourceAsync(PrivatePulseAudio.MonitorOf(PrivatePulseAudio.Street));

        await microphone.UntilHeardAsync(700, 0.45);
    }

    [Fact]
    public async Task ListenAsync_Stamps_FollowTheClock()
    {
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("default"));
        await microphone.NextAsync(2);

        var blocks = microphone.Blocks;
        var line = blocks.Select((block, i) =>
            TimeProvider.System.GetElapsedTime(blocks[0].HeardAt, block.HeardAt).TotalSeconds
            - (blocks.Take(i).Sum(earlier => earlier.Count) / (double)AudioFormat.SampleRate));
        Assert.All(line, deviation => Assert.InRange(deviation, -0.02, 0.02));
        Assert.InRange(TimeProvider.System.GetElapsedTime(blocks[^1].HeardAt).TotalSeconds, 0.019, 2);
    }

    [Fact]
    public async Task OpenAsync_UnknownName_ListsWhatWasFound()
    {
        await using var microphone = Microphone("Blue Yeti");

        var e = await Assert.ThrowsAsync<SourceException>(() => microphone.OpenAsync(default));

        Assert.Contains("no microphone \"Blue Yeti\"", e.Message);
        Assert.Contains("room.monitor (Monitor of Room)", e.Message);
        Assert.Contains("street.monitor", e.Message);
    }

    [Fact]
    public async Task ListenAsync_ServerDies_SaysSo()
    {
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("default"));
        await microphone.NextAsync(0.2);

        Audio.Kill();

        var e = await Assert.ThrowsAsync<SourceException>(() => microphone.Listening.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("sound server says", e.Message);
    }

    [Fact]
    public async Task ListenAsync_ServerFreezes_SaysSoAndCloses()
    {
        await using var microphone = await HearingMicrophone.OpenAsync(Microphone("default"));
        await microphone.NextAsync(0.2);

        Audio.Freeze();

        var e = await Assert.ThrowsAsync<SourceException>(() => microphone.Listening.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("no sound for 2 s", e.Message);
    }

    [Fact]
    public async Task DisposeAsync_SourceGivesNothing_LeavesTheServer()
    {
        await Audio.AddMuteSourceAsync("mute");
        var microphone = Microphone("mute");
        await microphone.OpenAsync(default);
        Assert.Equal(1, await Audio.CountClientsAsync());

        await microphone.DisposeAsync();

        await Eventually.HoldsAsync(async () => await Audio.CountClientsAsync() == 0);
    }

    [Fact]
    public async Task OpenAsync_ServerIsFrozen_GivesUp()
    {
        Audio.Freeze();
        await using var microphone = Microphone("default");

        var e = await Assert.ThrowsAsync<SourceException>(() => microphone.OpenAsync(default).WaitAsync(TimeSpan.FromSeconds(20)));

        Assert.Contains("does not answer", e.Message);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("room.monitor")]
    public async Task OpenAsync_NoServer_SaysHowToStartOne(string name)
    {
        Audio.Kill();
        await using var microphone = Microphone(name);

        var e = await Assert.ThrowsAsync<SourceException>(() => microphone.OpenAsync(default));

        Assert.Contains("PulseAudio/PipeWire: no server answers", e.Message);
        Assert.Contains("pulseaudio --start", e.Message);
    }

    [Fact]
    public async Task ReadAsync_ServerStartsLater_PicturesComeAtOnceAndSoundOnceItIsThere()
    {
        Audio.Kill();
        var output = new LockedMediaWriter(new CollectingMediaWriter());
        var frames = new TestFrames();
        var pictures = new ScriptedSource(TestFrames.Description(isLive: true), async (writer, cancellationToken) =>
        {
            await writer.WriteAsync(frames.Make(0, MediaTime.Zero), cancellationToken);
            await Audio.RestartAsync();
            await Eventually.HoldsAsync(() => output.Inner.Blocks.Count > 0);
        });
        await using var source = new MicrophoneSource(
            pictures, () => Microphone("default"), keepsTrying: true, TimeProvider.System, NullLogger.Instance);

        await source.OpenAsync(default);
        await source.ReadAsync(output, default);

        Assert.Single(output.Inner.Frames);
        Assert.NotEmpty(output.Inner.Blocks);
    }

    [Fact]
    public void List_Server_MarksTheDefaultAndMonitors()
    {
        var found = new PulseSystem(Audio.Address).List();

        Assert.Equal(["room.monitor", "street.monitor"], found.Select(microphone => microphone.Name).Order());
        Assert.Equal("room.monitor", Assert.Single(found, microphone => microphone.IsDefault).Name);
        Assert.All(found, microphone => Assert.True(microphone.IsMonitor));
        Assert.All(found, microphone => Assert.False(microphone.IsMuted));
    }

    private IMicrophone Microphone(string name) => new ChosenMicrophone([new PulseSystem(Audio.Address)], name, TimeProvider.System);
}
