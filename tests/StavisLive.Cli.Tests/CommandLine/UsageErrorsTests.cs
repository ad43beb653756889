using StavisLive.Cli.CommandLine;

namespace StavisLive.Cli.Tests.CommandLine;

public sealed class UsageErrorsTests
{
    [Theory]
    [InlineData("--weights stands before evaluate; options of a command stand behind it.", "--weights", "mine.safetensors", "evaluate", "dataset", "gaze/")]
    [InlineData("--serve stands before node; options of a command stand behind it.", "--serve", "8080", "node", "--cluster", "redis://localhost")]
    [InlineData("--config stands before node; options of a command stand behind it.", "--config=node.json", "node", "--config", "other.json")]
    [InlineData("--synthetic stands before doctor; options of a command stand behind it.", "--synthetic", "doctor")]
    public void In_OptionBeforeACommand_IsRefused(string said, params string[] arguments) => Assert.Equal([said], ErrorsOf(arguments));

    [Theory]
    [InlineData("node", "--serve", "8080", "--cluster", "redis://localhost")]
    [InlineData("evaluate", "dataset", "gaze/", "--weights", "mine.safetensors")]
    [InlineData("--help", "evaluate", "dataset")]
    [InlineData("evaluate", "--help")]
    [InlineData("--synthetic", "--serve", "8080")]
    public void In_OptionsInTheirPlaces_IsNothing(params string[] arguments) => Assert.Empty(ErrorsOf(arguments));

    [Theory]
    [InlineData("--outptu", "o.mp4")]
    [InlineData("--outptu=o.mp4")]
    public void In_MisspeltOption_NamesTheNearest(params string[] arguments) =>
        Assert.Contains(ErrorsOf(["--synthetic", .. arguments]), error => error.EndsWith("Did you mean --output?", StringComparison.Ordinal));

    [Fact]
    public void In_CodecBeforeTheClip_LeavesTheClip() => Assert.Empty(ErrorsOf("foveate", "prove", "--codec", "h264", "--codec", "vp9,hevc", "clip.mp4"));

    private static IReadOnlyList<string> ErrorsOf(params string[] arguments) => UsageErrors.In(StavisCommandLine.Build().Parse(arguments));
}
