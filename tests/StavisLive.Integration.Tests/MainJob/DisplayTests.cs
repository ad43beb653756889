using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>The window beside the other outputs, on a screen that nobody sees.</summary>
public sealed class DisplayTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly PrivateScreen? _screen = PrivateScreen.TryStart();

    public void Dispose()
    {
        _screen?.Dispose();
        _scratch.Dispose();
    }

    [Theory]
    [InlineData("q")]
    [InlineData("Escape")]
    public async Task Run_WindowClosedByKey_EndsWellAndCompletesEveryFile(string key)
    {
        Assert.SkipWhen(_screen is null, "A private screen needs Xvfb.");
        await using var run = StavisProgram.Start(
            [
                "--synthetic", "--window-fps", "10", "--display", "--weights", TestWeights.Path,
                "--output", _scratch["overlay.mp4"], "--maps", _scratch["maps.npy"], "--metrics", _scratch["m.jsonl"],
            ],
            On(_screen!.Display));
        await run.UntilAsync(() => MetricsFile.Count(_scratch["m.jsonl"]) >= 30);
        var window = Assert.Single(_screen.Windows("synthetic"));
        Assert.True(_screen.Photograph().Distinct().Count() > 50, "The screen is empty.");

        _screen.Press(window, key);
        (await run.WaitAsync()).Expect(0);

        var summary = MetricsFile.Summary(_scratch["m.jsonl"]);
        var frames = summary.GetProperty("frames_out").GetInt32();
        Assert.Equal(frames - MetricsFile.Skipped(summary, "maps"), MapFile.Shape(_scratch["maps.npy"])[0]);
        Assert.Equal(frames - MetricsFile.Skipped(summary, "overlay"), Tool.CountFrames(_scratch["overlay.mp4"]));
        Assert.Empty(_screen.Windows("synthetic"));
    }

    [Fact]
    public async Task Run_TwoDisplaysClosedByKey_EndsWellAndCompletesEveryFile()
    {
        Assert.SkipWhen(_screen is null, "A private screen needs Xvfb.");
        File.WriteAllText(_scratch["wall.json"], $$"""
            {
              "outputs": { "display": true, "metrics": "{{_scratch["{name}.jsonl"]}}" },
              "sources": [ { "name": "left", "source": { "synthetic": true } }, { "name": "right", "source": { "synthetic": true } } ]
            }
            """);
        await using var run = StavisProgram.Start(["--config", _scratch["wall.json"], "--weights", TestWeights.Path], On(_screen!.Display));
        await run.UntilAsync(() => _screen.Windows("left").Count == 1 && _screen.Windows("right").Count == 1);

        // A key is for all of a program's displays.
        _screen.Press(_screen.Windows("left")[0], "q");

        (await run.WaitAsync()).Expect(0);
        Assert.All(new[] { "left", "right" }, name => MetricsFile.Summary(_scratch[name + ".jsonl"]));
    }

    [Fact]
    public async Task Run_ScreenDies_GoesOnWithoutTheWindowAndCompletesEveryFile()
    {
        Assert.SkipWhen(_screen is null, "A private screen needs Xvfb.");
        await using var run = StavisProgram.Start(
            [
                "--synthetic", "--window-fps", "10", "--display", "--max-frames", "200", "--weights", TestWeights.Path,
                "--output", _scratch["overlay.mp4"], "--maps", _scratch["maps.npy"], "--metrics", _scratch["m.jsonl"],
            ],
            On(_screen!.Display));
        await run.UntilAsync(() => MetricsFile.Count(_scratch["m.jsonl"]) >= 30);

        _screen.Kill();
        var outcome = (await run.WaitAsync()).Expect(1);

        Assert.Contains("Output window stopped: The screen has gone away", outcome.Errors);
        var summary = MetricsFile.Summary(_scratch["m.jsonl"]);
        Assert.Equal(200, summary.GetProperty("frames_in").GetInt32());
        Tool.AssertDecodes(_scratch["overlay.mp4"]);
        Assert.Equal(summary.GetProperty("frames_out").GetInt32() - MetricsFile.Skipped(summary, "maps"), MapFile.Shape(_scratch["maps.npy"])[0]);
    }

    [Fact]
    public async Task Run_ScreenGiven_OpensAWindowUnasked()
    {
        Assert.SkipWhen(_screen is null, "A private screen needs Xvfb.");
        await using var run = StavisProgram.Start(["--synthetic", "--weights", TestWeights.Path], On(_screen!.Display));
        await run.UntilAsync(() => _screen.Windows("synthetic").Count == 1);

        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);
    }

    [Theory]
    [InlineData("", "DISPLAY")]
    [InlineData(":4321", ":4321")]
    public async Task Run_NoScreen_SaysSoAndWhatToDo(string display, string named)
    {
        await using var run = StavisProgram.Start(
            ["--synthetic", "--display", "--max-frames", "20", "--weights", TestWeights.Path, "--maps", _scratch["maps.npy"]], On(display));
        var outcome = (await run.WaitAsync()).Expect(1);

        Assert.Contains("No window can be shown", outcome.Errors);
        Assert.Contains(named, outcome.Errors);
        Assert.Contains("--no-display", outcome.Errors);
        Assert.DoesNotContain("unexpected", outcome.Errors);
    }

    [Fact]
    public async Task Run_NoScreenAndNoneAskedFor_Works()
    {
        await using var run = StavisProgram.Start(["--synthetic", "--max-frames", "5", "--weights", TestWeights.Path], On(""));

        Assert.Contains("5 frames", (await run.WaitAsync()).Expect(0).Output);
    }

    private static Dictionary<string, string> On(string display) =>
        new() { ["DISPLAY"] = display, ["WAYLAND_DISPLAY"] = "", ["GDK_BACKEND"] = "x11" };
}
