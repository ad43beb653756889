using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Integration.Tests.Running;
using StavisLive.Scenes.BuiltIn;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Files: every frame, in order, the same on every run.</summary>
public sealed class OfflineTests : IDisposable
{
    private const int Frames = 40;
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_FileWithAudio_WritesEveryFrameItsMapItsLineAndItsAudio()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], Frames);

        (await Run(input, "a")).Expect(0);

        var maps = MapFile.Values(_scratch["a.npy"]);
        Assert.Equal([Frames, 112, 112], MapFile.Shape(_scratch["a.npy"]));
        Assert.All(maps, value => Assert.InRange(value, 0f, 1f));
        Assert.True(maps.Distinct().Count() > 1000, "The maps hardly vary.");

        Assert.Equal(Frames, Tool.CountFrames(_scratch["a.mp4"]));
        Assert.Equal("160", Tool.Probe(_scratch["a.mp4"], "v:0", "width"));
        Assert.Equal("25/1", Tool.Probe(_scratch["a.mp4"], "v:0", "r_frame_rate"));
        Assert.Equal("aac", Tool.Probe(_scratch["a.mp4"], "a:0", "codec_name"));
        Tool.AssertDecodes(_scratch["a.mp4"]);

        var lines = MetricsFile.Maps(_scratch["a.jsonl"]);
        Assert.Equal(Enumerable.Range(0, Frames), lines.Select(line => line.GetProperty("index").GetInt32()));
        Assert.All(lines, line => Assert.Equal("present", line.GetProperty("sound").GetString()));
        var summary = MetricsFile.Summary(_scratch["a.jsonl"]);
        Assert.Equal(Frames, summary.GetProperty("frames_in").GetInt32());
        Assert.Equal(Frames, summary.GetProperty("maps_out").GetInt32());
    }

    [Fact]
    public async Task Run_Twice_GivesTheSameMaps()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], Frames);

        (await Run(input, "a")).Expect(0);
        (await Run(input, "b")).Expect(0);

        Assert.Equal(File.ReadAllBytes(_scratch["a.npy"]), File.ReadAllBytes(_scratch["b.npy"]));
    }

    [Fact]
    public async Task Run_VisualOnly_HearsNothing()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 20);

        (await Run(input, "a", "--visual-only")).Expect(0);

        Assert.All(MetricsFile.Maps(_scratch["a.jsonl"]), line => Assert.Equal("off", line.GetProperty("sound").GetString()));
    }

    [Fact]
    public async Task Run_AlignNewest_HasNoLookAhead()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 20);

        (await Run(input, "a", "--align", "newest")).Expect(0);

        Assert.All(MetricsFile.Maps(_scratch["a.jsonl"]), line => Assert.Equal(0, line.GetProperty("look_ahead_ms").GetDouble()));
    }

    [Fact]
    public async Task Run_FolderOfPictures_WritesAMapForEach()
    {
        Directory.CreateDirectory(_scratch["photos"]);
        Tool.Ffmpeg("-f", "lavfi", "-i", "testsrc2=size=160x120", "-frames:v", "3", Path.Combine(_scratch["photos"], "p%d.png"));

        (await StavisProgram.RunAsync(
            "--input", _scratch["photos"], "--weights", TestWeights.Path, "--maps", _scratch["maps"], "--output", _scratch["shown"])).Expect(0);

        Assert.All(["p1", "p2", "p3"], name => Assert.Equal([112, 112], MapFile.Shape(Path.Combine(_scratch["maps"], name + ".npy"))));
        Assert.Equal(3, Directory.GetFiles(_scratch["shown"], "*.png").Length);
    }

    [Fact]
    public async Task Run_SyntheticWithoutWeights_DefaultWeightsFollowTheSoundingObject()
    {
        const int frames = 150;
        (await StavisProgram.RunAsync("--synthetic", "--max-frames", $"{frames}", "--maps", _scratch["maps.npy"])).Expect(0);

        var maps = MapFile.Values(_scratch["maps.npy"]);
        var scene = new SyntheticScene(new SyntheticOptions());
        var (followed, sounding) = (0, 0);
        for (var frame = 0; frame < frames; frame++)
        {
            var time = MediaTime.FromSeconds(frame / scene.Options.FrameRate);
            if (scene.SoundingAt(time) is not { } actor) continue;
            var map = maps.AsSpan(frame * SaliencyMap.Length, SaliencyMap.Length);
            var at = map.IndexOf(TensorPrimitives.Max<float>(map));
            var (x, y) = ((at % SaliencyMap.Side + 0.5) / SaliencyMap.Side * scene.Options.Width, (at / SaliencyMap.Side + 0.5) / SaliencyMap.Side * scene.Options.Height);
            var ball = scene.ObjectAt(actor, time);
            sounding++;
            if (double.Hypot(ball.X - x, ball.Y - y) < 1.5 * ball.Radius) followed++;
        }
        Assert.True(sounding > frames / 2);
        Assert.True(followed > 0.8 * sounding, $"The peak followed the sounding object in {followed} of {sounding} frames.");
    }

    private Task<Outcome> Run(string input, string name, params string[] more) => StavisProgram.RunAsync([
        "--input", input, "--weights", TestWeights.Path,
        "--output", _scratch[name + ".mp4"], "--maps", _scratch[name + ".npy"], "--metrics", _scratch[name + ".jsonl"], .. more]);
}
