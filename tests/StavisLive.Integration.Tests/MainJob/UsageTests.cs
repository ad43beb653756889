using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Wrong usage: what, where, what would be right; exit code 2; nothing begun.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_UnknownOption_IsNamedWithTheNearestRightOne()
    {
        var outcome = (await StavisProgram.RunAsync("--camra", "0")).Expect(2);

        Assert.Contains("--camra", outcome.Errors);
        Assert.Contains("Did you mean --camera?", outcome.Errors);
    }

    [Fact]
    public async Task Run_MisspeltKey_IsNamedWithFileLineAndTheNearestRightOne()
    {
        File.WriteAllText(_scratch["wall.json"], "{\n  \"source\": { \"synthetc\": true }\n}");

        var outcome = (await StavisProgram.RunAsync("--config", _scratch["wall.json"])).Expect(2);

        Assert.Contains("wall.json, line 2", outcome.Errors);
        Assert.Contains("source.synthetic", outcome.Errors);
    }

    [Theory]
    [InlineData("Nothing to watch")]
    [InlineData("More than one source", "--camera", "0", "--synthetic")]
    [InlineData("--window-fps", "--synthetic", "--window-fps", "60")]
    [InlineData("--max-frames", "--synthetic", "--max-frames", "0")]
    [InlineData("--align", "--synthetic", "--align", "middle")]
    [InlineData("--mask expects X,Y,W,H", "--synthetic", "--mask", "10,10,20")]
    [InlineData("--mask (source.masks[1])", "--synthetic", "--mask", "0,0,0.5,0.5", "--mask", "640,0,100,100")]
    [InlineData("the corner 0,1.5 lies outside", "--synthetic", "--mask", "0,0,1,0,0,1.5")]
    [InlineData("--region (source.region)", "--synthetic", "--region", "0.5,0,0.6,1")]
    [InlineData("--device", "--synthetic", "--device", "gpu")]
    [InlineData("--colormap", "--synthetic", "--colormap", "beige", "--output", "x.mp4")]
    [InlineData("exclude each other", "--synthetic", "--display", "--no-display")]
    [InlineData(".mp4", "--synthetic", "--output", "overlay.avi")]
    [InlineData("--weights stands before evaluate", "--weights", "mine.safetensors", "evaluate", "dataset", "gaze/")]
    [InlineData("did you mean \"auto\"?", "--input", "x.mp4", "--hwaccel", "autoo")]
    [InlineData("--metrics (outputs.metrics): /nowhere/m.jsonl cannot be written: there is no folder /nowhere;", "--synthetic", "--metrics", "/nowhere/m.jsonl")]
    public async Task Run_WrongUsage_SaysWhat(string said, params string[] arguments) =>
        Assert.Contains(said, (await StavisProgram.RunAsync(arguments)).Expect(2).Errors);

    [Fact]
    public async Task Help_ListsEveryOptionOfTheMainJob()
    {
        var outcome = (await StavisProgram.RunAsync("--help")).Expect(0);

        Assert.All(["--camera", "--rtsp", "--input", "--synthetic", "--mic", "--weights", "--maps", "--metrics", "devices", "doctor"],
            option => Assert.Contains(option, outcome.Output));
    }
}
