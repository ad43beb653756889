using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>A camera's pictures with a microphone's audio: a FIFO and a private sound server stand in for the hardware.</summary>
public sealed class MicrophoneTests : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private readonly FifoCamera _camera = new();
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
        _camera.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Run_CameraAndDefaultMicrophone_HearsAndRecords()
    {
        _camera.Play(seconds: 120);
        Audio.Play(Tones.Sine(440, 0.3, 120));

        var outcome = await RunAsync(
            Audio.Environment, "--camera", _camera.Path, "--mic", "default", "--window-fps", "10", "--duration", "8", "--output", _scratch["overlay.mp4"]);

        outcome.Expect(0);
        Assert.Contains("Listening to default (Monitor of Room)", outcome.Errors);
        var maps = MetricsFile.Maps(_scratch["m.jsonl"]);
        Assert.True(maps.Count > 5, $"{maps.Count} maps");
        Assert.All(AudioOf(maps).Skip(3), audio => Assert.Equal("present", audio));
        Assert.Equal("audio", Tool.Probe(_scratch["overlay.mp4"], "a:0", "codec_type"));
    }

    [Fact]
    public async Task Run_CameraWithoutMicrophone_HasNoAudio()
    {
        _camera.Play(seconds: 120);

        (await RunAsync(Audio.Environment, "--camera", _camera.Path, "--duration", "2")).Expect(0);

        Assert.All(AudioOf(MetricsFile.Maps(_scratch["m.jsonl"])), audio => Assert.Equal("missing", audio));
    }

    [Fact]
    public async Task Run_ServerDiesAndReturns_IsHeardAgainAndSaysEachOnce()
    {
        _camera.Play(seconds: 120);
        Audio.Play(Tones.Sine(440, 0.3, 120));
        await using var run = StavisProgram.Start(
            ["--camera", _camera.Path, "--mic", "default", "--window-fps", "10", "--no-display", "--weights", TestWeights.Path, "--metrics", _scratch["m.jsonl"]],
            Audio.Environment);
        await run.UntilAsync(() => LastAudio() == "present");

        Audio.Kill();
        await run.UntilAsync(() => LastAudio() == "missing");
        await Audio.RestartAsync();
        Audio.Play(Tones.Sine(440, 0.3, 120));
        await run.UntilAsync(() => LastAudio() == "present");

        run.Signal("INT");
        var outcome = (await run.WaitAsync()).Expect(130);
        Assert.Equal(2, outcome.Errors.Split("is lost").Length);
        Assert.Equal(2, outcome.Errors.Split("(Monitor of Room) is back").Length);
    }

    [Fact]
    public async Task Run_MutedMicrophone_IsNoticedOnceAndItsEndToo()
    {
        _camera.Play(seconds: 120);
        Audio.Play(Tones.Sine(440, 0.3, 120));
        await Audio.MuteAsync(PrivatePulseAudio.MonitorOf(PrivatePulseAudio.Room), isMuted: true);
        await using var run = StavisProgram.Start(
            ["--camera", _camera.Path, "--mic", "default", "--window-fps", "10", "--no-display", "--weights", TestWeights.Path, "--metrics", _scratch["m.jsonl"]],
            Audio.Environment);
        await run.UntilAsync(() => run.Errors.Contains("is silent for 10 s", StringComparison.Ordinal));

        await Audio.MuteAsync(PrivatePulseAudio.MonitorOf(PrivatePulseAudio.Room), isMuted: false);
        await run.UntilAsync(() => run.Errors.Contains("is back", StringComparison.Ordinal));
        // Sound is told of as it comes; the maps that heard it come later.
        await run.UntilAsync(() => LastAudio() == "present");

        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);
        Assert.Equal(["silent", "present"], MetricsFile.AudioChanges(_scratch["m.jsonl"]).Select(line => line.GetProperty("state").GetString()));
        var last = MetricsFile.Maps(_scratch["m.jsonl"])[^1];
        Assert.InRange(last.GetProperty("av_offset_ms").GetDouble(), -40, 40);
        Assert.InRange(last.GetProperty("sound_level_db").GetDouble(), -20, 0);
    }

    [Fact]
    public async Task Run_UnknownMicrophone_ListsWhatThereIs()
    {
        var outcome = (await RunAsync(Audio.Environment, "--synthetic", "--realtime", "--mic", "Blue Yeti")).Expect(1);

        Assert.Contains("no microphone \"Blue Yeti\"", outcome.Errors);
        Assert.Contains("street.monitor (Monitor of Street)", outcome.Errors);
    }

    [Fact]
    public async Task Run_NoAudioServer_SaysWhatToStart()
    {
        Audio.Kill();

        var outcome = (await RunAsync(Audio.Environment, "--synthetic", "--realtime", "--mic", "default")).Expect(1);

        Assert.Contains("No microphone was found", outcome.Errors);
        Assert.Contains("pulseaudio --start", outcome.Errors);
    }

    [Fact]
    public async Task Run_RealtimeFileAndAlsaMicrophone_HearsTheMicrophone()
    {
        Assert.SkipUnless(PrivatePulseAudio.IsAlsaPluginInstalled, "ALSA's PulseAudio plugin is not installed.");
        Audio.Play(Tones.Sine(440, 0.3, 120));
        var input = Clips.Silent(_scratch["clip.mp4"], 100);
        var alsaOnly = new Dictionary<string, string> { ["PULSE_SERVER"] = "unix:/nowhere", ["ALSA_CONFIG_PATH"] = Audio.AlsaConfiguration };

        var outcome = (await RunAsync(alsaOnly, "--input", input, "--realtime", "--mic", "room")).Expect(0);

        Assert.Contains("Listening to room", outcome.Errors);
        Assert.Equal("present", AudioOf(MetricsFile.Maps(_scratch["m.jsonl"])).Last());
    }

    [Theory]
    [InlineData("--synthetic")]
    [InlineData("--input", "clip.mp4")]
    public async Task Run_MicrophoneWithWhatIsNotLive_IsWrongUsage(params string[] source)
    {
        var outcome = (await RunAsync(Audio.Environment, [.. source, "--mic", "default"])).Expect(2);

        Assert.Contains("--realtime", outcome.Errors);
    }

    private async Task<Outcome> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var run = StavisProgram.Start(
            [.. arguments, "--no-display", "--weights", TestWeights.Path, "--metrics", _scratch["m.jsonl"]], environment);
        return await run.WaitAsync();
    }

    private string? LastAudio() => MetricsFile.MapsSoFar(_scratch["m.jsonl"]) is [.., var last] ? last.GetProperty("sound").GetString() : null;

    private static IEnumerable<string?> AudioOf(IEnumerable<System.Text.Json.JsonElement> maps) => maps.Select(map => map.GetProperty("sound").GetString());
}
