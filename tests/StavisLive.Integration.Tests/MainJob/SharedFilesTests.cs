using System.Text.Json;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Outputs that lead to the input by another name: refused, and the input is as it was.</summary>
public sealed class SharedFilesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("alias/in.mp4", "real/in.mp4")]
    [InlineData("real/in.mp4", "alias/in.mp4")]
    [InlineData("real/in.mp4", "hard.mp4")]
    [InlineData("soft.mp4", "real/in.mp4")]
    [InlineData("real/in.mp4", "soft.mp4")]
    [InlineData("pictures", "pictures-alias")]
    public async Task Run_OutputIsTheInputByAnotherName_IsRefusedAndTouchesNothing(string input, string output)
    {
        Directory.CreateDirectory(_scratch["real"]);
        var clip = Clips.Audiovisual(_scratch["real/in.mp4"]);
        var before = await File.ReadAllBytesAsync(clip);
        Directory.CreateSymbolicLink(_scratch["alias"], "real");
        File.CreateSymbolicLink(_scratch["soft.mp4"], "alias/in.mp4");
        Tool.Run("ln", clip, _scratch["hard.mp4"]);
        Directory.CreateDirectory(_scratch["pictures"]);
        Tool.Ffmpeg("-i", clip, "-frames:v", "1", _scratch["pictures/a.png"]);
        Directory.CreateSymbolicLink(_scratch["pictures-alias"], "pictures");
        var picture = await File.ReadAllBytesAsync(_scratch["pictures/a.png"]);

        var outcome = (await StavisProgram.RunAsync("--input", _scratch[input], "--output", _scratch[output], "--no-display")).Expect(2);

        Assert.Contains("--output (outputs.overlay) would be written over --input", outcome.Errors);
        Assert.Equal(before, await File.ReadAllBytesAsync(clip));
        Assert.Equal(picture, await File.ReadAllBytesAsync(_scratch["pictures/a.png"]));
    }

    [Fact]
    public async Task Run_MetricsToStandardOutput_AreAllThatIsThere()
    {
        var outcome = (await StavisProgram.RunAsync("--synthetic", "--max-frames", "3", "--metrics", "-", "--no-display")).Expect(0);

        var lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString());
        Assert.Equal(["map", "map", "map", "summary"], lines);
        Assert.Contains("3 maps", outcome.Errors);
    }

    [Fact]
    public async Task Run_MetricsAndQpMapsToStandardOutput_AreRefused()
    {
        var outcome = (await StavisProgram.RunAsync("--synthetic", "--qp-maps", "-", "--metrics", "-", "--no-display")).Expect(2);

        Assert.Contains("is given twice", outcome.Errors);
    }

    [Fact]
    public async Task Run_TwoOutputsInOneFile_AreRefusedBeforeItIsTouched()
    {
        await File.WriteAllTextAsync(_scratch["a.npy"], "precious");
        File.CreateSymbolicLink(_scratch["b.npy"], "a.npy");

        var outcome = (await StavisProgram.RunAsync("--synthetic", "--maps", _scratch["a.npy"], "--metrics", _scratch["b.npy"], "--no-display")).Expect(2);

        Assert.Contains("--metrics (outputs.metrics) is given twice", outcome.Errors);
        Assert.Equal("precious", await File.ReadAllTextAsync(_scratch["a.npy"]));
    }

    [Fact]
    public async Task Run_PictureIsDamaged_EarlierResultsStayAndNothingIsSaidToBeWritten()
    {
        await File.WriteAllTextAsync(_scratch["bad.jpg"], "no picture");
        await File.WriteAllTextAsync(_scratch["o.png"], "precious");

        var outcome = (await StavisProgram.RunAsync(
            "--input", _scratch["bad.jpg"], "--output", _scratch["o.png"], "--maps", _scratch["o.npy"], "--weights", TestWeights.Path, "--no-display")).Expect(1);

        Assert.DoesNotContain("wrote", outcome.Output);
        Assert.Equal("precious", await File.ReadAllTextAsync(_scratch["o.png"]));
        Assert.False(File.Exists(_scratch["o.npy"]));
    }
}
