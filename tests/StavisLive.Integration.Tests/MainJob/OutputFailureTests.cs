using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Outputs that cannot be written: told by name, at once where it can be known, and nothing hangs.</summary>
public sealed class OutputFailureTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("--output", "overlay.mp4")]
    [InlineData("--maps", "maps.npy")]
    [InlineData("--maps", "maps")]
    [InlineData("--metrics", "m.jsonl")]
    [InlineData("--flight-recorder", "flights")]
    public async Task Run_FolderThatCannotBe_IsNamedBeforeAnythingBegins(string option, string name)
    {
        // A file where a folder should be refuses everybody, root too.
        File.WriteAllText(_scratch["file"], "");
        var target = Path.Combine(_scratch["file"], name);

        var outcome = (await StavisProgram.RunAsync("--synthetic", "--max-frames", "20", "--weights", TestWeights.Path, option, target)).Expect(2);

        Assert.Contains(target, outcome.Errors);
        Assert.Contains($"{_scratch["file"]} is a file", outcome.Errors);
    }

    [Theory]
    [InlineData("--maps", "maps.npy", 1000)]
    [InlineData("--metrics", "m.jsonl", 20)]
    [InlineData("--output", "overlay.mp4", 100)]
    public async Task Run_DiskFillsUp_SaysSoAndEnds(string option, string name, int kilobytes)
    {
        using var disk = SmallDisk.TryMount(_scratch["disk"], kilobytes);
        if (disk is null) Assert.Skip("Mounting a small disk needs the right to mount.");
        var target = Path.Combine(_scratch["disk"], name);

        var outcome = (await StavisProgram.RunAsync(
            "--synthetic", "--window-fps", "10", "--max-frames", "150", "--weights", TestWeights.Path, option, target)).Expect(1);

        Assert.Contains(target, outcome.Errors);
        Assert.Contains("space", outcome.Errors, StringComparison.OrdinalIgnoreCase);
    }
}
