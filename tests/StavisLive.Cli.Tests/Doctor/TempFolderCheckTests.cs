using StavisLive.Cli.Doctor;

namespace StavisLive.Cli.Tests.Doctor;

public sealed class TempFolderCheckTests
{
    [Fact]
    public async Task RunAsync_FolderThatCanBeWritten_IsOkAndLeftClean()
    {
        var folder = Directory.CreateTempSubdirectory("stavis-test-").FullName;

        Assert.Equal(Verdict.Ok, (await new TempFolderCheck(folder).RunAsync(default)).Verdict);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task RunAsync_NoSuchFolder_IsNamed()
    {
        var finding = await new TempFolderCheck("/nowhere").RunAsync(default);

        Assert.Equal(Verdict.Warning, finding.Verdict);
        Assert.Contains("/nowhere", finding.Message);
        Assert.StartsWith(OperatingSystem.IsWindows() ? "set TMP " : "set TMPDIR ", finding.Remedy);
    }
}
