using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Inputs that are rare but right: every frame gets its map.</summary>
public sealed class UnusualInputTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public Task Run_VeryShort_MapsEveryFrame(int frames) => MapsEvery(Clips.Silent(_scratch["in.mp4"], frames), frames, "missing");

    [Fact]
    public Task Run_OddSize_MapsEveryFrame() =>
        MapsEvery(Clips.Silent(_scratch["in.mkv"], 12, "testsrc=size=333x251:rate=25", "-pix_fmt", "yuv444p"), 12, "missing");

    [Fact]
    public Task Run_TenBit_MapsEveryFrame() =>
        MapsEvery(Clips.Silent(_scratch["in.mkv"], 12, encoding: ["-pix_fmt", "yuv420p10le"]), 12, "missing");

    [Fact]
    public async Task Run_RotatedPhoneVideo_MapsAndOverlaysItUpright()
    {
        var phone = Clips.Rotated(_scratch["phone.mp4"], 12);
        // What every player shows, without a note.
        Tool.Ffmpeg("-i", phone, "-c:v", "ffv1", _scratch["shown.mkv"]);

        await MapsEvery(_scratch["shown.mkv"], 12, "missing");
        var expected = MapFile.Values(_scratch["maps.npy"]);
        await MapsEvery(phone, 12, "missing");

        Assert.Equal("120", Tool.Probe(_scratch["overlay.mkv"], "v:0", "width"));
        Assert.Equal("160", Tool.Probe(_scratch["overlay.mkv"], "v:0", "height"));
        var maps = MapFile.Values(_scratch["maps.npy"]);
        var range = expected.Max() - expected.Min();
        Assert.InRange(maps.Zip(expected, (actual, upright) => Math.Abs(actual - upright)).Max() / range, 0, 0.05);
    }

    [Fact]
    public Task Run_VariableRate_MapsEveryFrame() =>
        MapsEvery(Clips.VariableRate(_scratch["in.mp4"]), Tool.CountFrames(_scratch["in.mp4"]), "missing");

    [Fact]
    public Task Run_SixtyFps_MapsEveryFrame() =>
        MapsEvery(Clips.Silent(_scratch["in.mp4"], 30, "testsrc2=size=160x120:rate=60"), 30, "missing");

    [Fact]
    public Task Run_EightKilohertzMono_IsHeard() =>
        MapsEvery(Clips.WithAudio(_scratch["in.mkv"], "-c:a", "pcm_s16le", "-ar", "8000", "-ac", "1"), 25, "present");

    [Fact]
    public Task Run_NinetySixKilohertzSurround_IsHeard() =>
        MapsEvery(Clips.WithAudio(_scratch["in.mkv"], "-c:a", "flac", "-ar", "96000", "-ac", "6"), 25, "present");

    [Fact]
    public Task Run_SilentTrack_IsStatedAsSilent() =>
        MapsEvery(Clips.WithAudio(_scratch["in.mkv"], "-af", "volume=0", "-c:a", "pcm_s16le"), 25, "silent");

    private async Task MapsEvery(string input, int frames, string audio)
    {
        (await StavisProgram.RunAsync(
            "--input", input, "--weights", TestWeights.Path, "--maps", _scratch["maps.npy"],
            "--metrics", _scratch["m.jsonl"], "--output", _scratch["overlay.mkv"])).Expect(0);

        Assert.Equal([frames, 112, 112], MapFile.Shape(_scratch["maps.npy"]));
        Assert.Equal(frames, Tool.CountFrames(_scratch["overlay.mkv"]));
        Assert.All(MetricsFile.Maps(_scratch["m.jsonl"]).Select(map => map.GetProperty("sound").GetString()), heard => Assert.Equal(audio, heard));
    }
}
