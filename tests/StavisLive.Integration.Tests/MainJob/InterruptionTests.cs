using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Stopped from outside at some moment: what was written can be used.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("QUIT")]
    [InlineData("HUP")]
    public async Task Run_Signalled_ClosesEveryFileAndExitsWith130(string signal)
    {
        await using var run = StartEndless("overlay.mp4");
        await run.UntilAsync(() => Published() >= 30);

        run.Signal(signal);
        (await run.WaitAsync()).Expect(130);

        var summary = MetricsFile.Summary(_scratch["m.jsonl"]);
        Assert.True(summary.GetProperty("interrupted").GetBoolean());
        var frames = summary.GetProperty("frames_out").GetInt32();
        Assert.Equal(frames, Tool.CountFrames(_scratch["overlay.mp4"]));
        Assert.Equal([frames, 112, 112], MapFile.Shape(_scratch["maps.npy"]));
    }

    [Fact]
    public async Task Run_SignalledAgainWhileAnEncoderHangs_EndsAtOnce()
    {
        await using var run = StartEndless("overlay.mp4");
        await run.UntilAsync(() => Published() >= 30);
        var encoder = Tool.Run("pgrep", "-P", $"{run.Id}", "ffmpeg").Trim();
        try
        {
            Tool.Run("kill", "-s", "STOP", encoder);
            run.Signal("INT");
            await Task.Delay(1000, TestContext.Current.CancellationToken);
            Assert.False(run.HasEnded);

            run.Signal("INT");
            (await run.WaitAsync()).Expect(130);
        }
        finally
        {
            Tool.Run("kill", "-s", "KILL", encoder);
        }
    }

    [Theory]
    [InlineData("--output", "overlay.mp4")]
    [InlineData("--output", "overlay.mkv")]
    [InlineData("--foveate", "foveated.mp4")]
    [InlineData("--foveate", "foveated.mkv")]
    public async Task Run_Killed_LeavesAVideoThatPlays(string option, string video)
    {
        await using var run = StartEndless(video, option);
        // Encoders look ahead by fifty frames or so.
        await run.UntilAsync(() => Published() >= 130);

        run.Signal("KILL");
        (await run.WaitAsync()).Expect(137);

        // The encoder outlives the kill by the moment it takes to write what it still has.
        await Eventually.HoldsAsync(() => Tool.CountPlayable(_scratch[video]) >= 30);
        Assert.InRange(MapFile.Shape(_scratch["maps.npy"])[0], 30, long.MaxValue);
    }

    private RunningProgram StartEndless(string video, string option = "--output") => StavisProgram.Start(
        "--synthetic", "--weights", TestWeights.Path,
        option, _scratch[video], "--maps", _scratch["maps.npy"], "--metrics", _scratch["m.jsonl"]);

    private int Published() => MetricsFile.Count(_scratch["m.jsonl"]);
}
