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

    [Fact]
    public async Task Run_StampsThatWrap_MapsEveryFrameInItsTime()
    {
        // A transport stream counts to 2^33 in 90,000ths of a second: 26.5 hours.
        var clip = Made("wrap.ts", 50, "-output_ts_offset", "95442.7");

        await MapsEvery(clip, 50, "missing");
        Assert.All(Steps(), step => Assert.Equal(0.04, step, 0.0011));
    }

    [Fact]
    public async Task Run_StampsThatBeginAgain_MapsEveryFrame()
    {
        var part = File.ReadAllBytes(Made("part.ts", 25));
        File.WriteAllBytes(_scratch["twice.ts"], [.. part, .. part]);

        await MapsEvery(_scratch["twice.ts"], 50, "missing");
        Assert.All(Steps(), step => Assert.InRange(step, 0.0005, 0.1));
    }

    [Theory]
    [InlineData("hole.mkv")]
    [InlineData("hole.mp4")]
    public async Task Run_HoleOfAnHour_MapsEveryFrameInItsTime(string name)
    {
        await MapsEvery(WithHole(name, seconds: 3_600), 20, "missing");

        Assert.Equal(3_600.04, Steps()[9], 0.0011);
        Assert.All(Steps().Where((_, index) => index != 9), step => Assert.Equal(0.04, step, 0.0011));
    }

    [Theory]
    [InlineData("setts=ts=0")]
    [InlineData("setts=pts=if(gte(N\\,10)\\,PTS-300\\,PTS):dts=PTS")]
    public async Task Run_StampsThatAreZeroOrRunBack_MapsEveryFrame(string stamps)
    {
        Tool.Ffmpeg("-i", Made("clip.mkv", 20, "-bf", "0"), "-c", "copy", "-bsf:v", stamps, _scratch["in.mkv"]);

        await MapsEvery(_scratch["in.mkv"], 20, "missing");
        Assert.All(Steps(), step => Assert.InRange(step, 0.0005, 0.1));
    }

    [Fact]
    public async Task Run_StampsThatJump_MapsEveryFrameInItsTime()
    {
        await MapsEvery(WithHole("in.ts", seconds: 1), 20, "missing");

        Assert.Equal(1.04, Steps()[9], 0.0011);
    }

    [Fact]
    public async Task Run_EditList_MapsWhatPlayersShow()
    {
        // Cut without encoding: what lies before the cut is in the file and not shown.
        Tool.Ffmpeg("-ss", "0.72", "-i", Made("whole.mp4", 50, "-g", "10"), "-c", "copy", _scratch["in.mp4"]);
        Assert.Equal(1, File.ReadAllBytes(_scratch["in.mp4"]).AsSpan().Count("elst"u8));

        await MapsEvery(_scratch["in.mp4"], 32, "missing");
        Assert.All(Steps(), step => Assert.Equal(0.04, step, 0.0011));
    }

    // 20 pictures, the second ten of them later. A second is 25 steps from picture to picture, in whatever ffmpeg counts here: that differs from version to
    // version. The filter setpts would not do, since version 7 has the last picture last for no time behind it, and says so in an mp4.
    private string WithHole(string name, int seconds)
    {
        Tool.Ffmpeg("-i", Made("clip.mkv", 20, "-bf", "0"), "-c", "copy", "-bsf:v", $"setts=ts=if(gte(N\\,10)\\,PTS+{25 * seconds}*PTS/N\\,PTS)", _scratch[name]);
        return _scratch[name];
    }

    private string Made(string name, int frames, params string[] encoding)
    {
        Tool.Ffmpeg(["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25", "-frames:v", $"{frames}", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", .. encoding, _scratch[name]]);
        return _scratch[name];
    }

    // Seconds from each picture of the overlay to the next.
    private double[] Steps()
    {
        var times = Tool.Run("ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", _scratch["overlay.mkv"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return [.. times.Zip(times.Skip(1), (time, next) => next - time)];
    }

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
