using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

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

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task Run_EveryProcessOfItSignalled_LosesNothing(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere such signals reach the encoder.");
        var clip = Clips.Audiovisual(_scratch["clip.mp4"], 500);
        await using var run = StavisProgram.Start(
            "--input", clip, "--realtime", "--window-fps", "10", "--no-display", "--weights", TestWeights.Path,
            "--output", _scratch["overlay.mp4"], "--maps", _scratch["maps.npy"], "--metrics", _scratch["m.jsonl"]);
        await run.UntilAsync(() => Published() >= 30);

        // As a service manager does: each process by itself, wherever it was put, children first.
        string[] children = Tool.Run("pgrep", "-P", $"{run.Id}").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, children.Length);
        Tool.Run("kill", ["-s", signal, .. children, $"{run.Id}"]);
        var outcome = (await run.WaitAsync()).Expect(130);

        Assert.DoesNotContain(" ERR ", outcome.Errors);
        var frames = MetricsFile.Summary(_scratch["m.jsonl"]).GetProperty("frames_out").GetInt32();
        Assert.Equal(frames, Tool.CountFrames(_scratch["overlay.mp4"]));
        Assert.Equal([frames, 112, 112], MapFile.Shape(_scratch["maps.npy"]));
    }

    [Fact]
    public async Task Run_TerminalClosed_ClosesEveryFileAndExitsWith130()
    {
        var code = await InATerminalThatIsClosedAsync(
            _scratch["m.jsonl"],
            "--synthetic", "--realtime", "--window-fps", "10", "--no-display", "--weights", TestWeights.Path, "--output", _scratch["overlay.mp4"], "--metrics", _scratch["m.jsonl"]);

        Assert.Equal("130", code);
        Assert.Equal(MetricsFile.Summary(_scratch["m.jsonl"]).GetProperty("frames_out").GetInt32(), Tool.CountFrames(_scratch["overlay.mp4"]));
    }

    [Fact]
    public async Task Run_TerminalOfAListClosed_EndsInsteadOfReadingItsConfigurationAgain()
    {
        File.WriteAllText(_scratch["wall.json"], $$"""
            {
              "outputs": { "display": false },
              "sources": [ { "name": "a", "source": { "synthetic": true, "realtime": true }, "outputs": { "metrics": "{{_scratch["m.jsonl"]}}" } } ]
            }
            """);

        Assert.Equal("130", await InATerminalThatIsClosedAsync(_scratch["m.jsonl"], "--config", _scratch["wall.json"], "--weights", TestWeights.Path));
        Assert.True(MetricsFile.Summary(_scratch["m.jsonl"]).GetProperty("interrupted").GetBoolean());
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

    // Closes it once the metrics have come to some lines, and gives the exit code.
    private static async Task<string> InATerminalThatIsClosedAsync(string metrics, params string[] arguments)
    {
        const string Script = """
            import os, pty, select, signal, sys
            program, fd = pty.fork()
            if program == 0:
                for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM): signal.signal(number, signal.SIG_DFL)
                os.execv(sys.argv[2], sys.argv[2:])
            while not (os.path.exists(sys.argv[1]) and os.path.getsize(sys.argv[1]) > 10_000):
                if select.select([fd], [], [], 0.1)[0]:
                    try: os.read(fd, 65536)
                    except OSError: break
            os.close(fd)
            print(os.waitstatus_to_exitcode(os.waitpid(program, 0)[1]))
            """;
        return (await Task.Run(() => Tool.Run("timeout", ["600", "python3", "-c", Script, metrics, StavisProgram.Executable, .. arguments]))).Trim();
    }

    // Its files have a place for each frame, and ten maps a second are enough for all of them.
    private RunningProgram StartEndless(string video, string option = "--output") => StavisProgram.Start(
        "--synthetic", "--window-fps", "10", "--weights", TestWeights.Path,
        option, _scratch[video], "--maps", _scratch["maps.npy"], "--metrics", _scratch["m.jsonl"]);

    private int Published() => MetricsFile.Count(_scratch["m.jsonl"]);
}
