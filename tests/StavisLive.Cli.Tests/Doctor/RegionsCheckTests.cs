using StavisLive.Cli.Doctor;

namespace StavisLive.Cli.Tests.Doctor;

public sealed class RegionsCheckTests
{
    [Fact]
    public async Task RunAsync_LibraryIsThere_IsFoundToHonourRegions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the tests need no ffmpeg.");

        Assert.Equal(Finding.Ok("foveated video is encoded by regions of interest"), await new RegionsCheck().RunAsync(default));
    }

    [Fact]
    public void Judge_NoLibrary_IsAWarningThatSaysWhatIsMissing()
    {
        var finding = RegionsCheck.Judge("there is no libavcodec; install it");

        Assert.Equal(Verdict.Warning, finding.Verdict);
        Assert.Contains("there is no libavcodec; install it", finding.Message);
    }
}
