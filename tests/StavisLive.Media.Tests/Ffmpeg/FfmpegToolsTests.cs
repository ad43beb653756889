using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

public sealed class FfmpegToolsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stavis-tools-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task FindAsync_Installed_GivesPathsAndVersion()
    {
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);

        Assert.True(File.Exists(tools.Ffmpeg));
        Assert.True(File.Exists(tools.Ffprobe));
        Assert.NotEmpty(tools.Version);
    }

    [Fact]
    public async Task FindAsync_NothingInPath_NamesThePackage()
    {
        var exception = await Assert.ThrowsAsync<FfmpegException>(() => FfmpegTools.FindAsync(_folder, CancellationToken.None));

        Assert.Contains("ffmpeg was not found", exception.Message);
        Assert.Contains("apt-get install ffmpeg", exception.Message);
    }

    [Fact]
    public async Task FindAsync_OnlyFfmpeg_NamesFfprobe()
    {
        Pretend("ffmpeg", "echo ffmpeg version 6.1");

        var exception = await Assert.ThrowsAsync<FfmpegException>(() => FfmpegTools.FindAsync(_folder, CancellationToken.None));

        Assert.Contains("ffprobe was not found", exception.Message);
    }

    [Fact]
    public async Task FindAsync_FourPointFour_IsTooOld()
    {
        Pretend("ffmpeg", "echo ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright");
        Pretend("ffprobe", "true");

        var exception = await Assert.ThrowsAsync<FfmpegException>(() => FfmpegTools.FindAsync(_folder, CancellationToken.None));

        Assert.Contains("4.4.2", exception.Message);
        Assert.Contains("5.1 or newer", exception.Message);
    }

    [Fact]
    public async Task FindAsync_SomethingElseCalledFfmpeg_SaysWhatItSaid()
    {
        Pretend("ffmpeg", "echo 'error while loading shared libraries: libx.so' >&2; exit 127");
        Pretend("ffprobe", "true");

        var exception = await Assert.ThrowsAsync<FfmpegException>(() => FfmpegTools.FindAsync(_folder, CancellationToken.None));

        Assert.Contains("libx.so", exception.Message);
    }

    [Fact]
    public async Task FindAsync_AgainAndAgain_AsksOnceUntilItIsAnother()
    {
        var asked = Path.Combine(_folder, "asked");
        Pretend("ffprobe", "true");
        Pretend("ffmpeg", $"echo >>'{asked}'; echo ffmpeg version 6.1");
        for (var source = 0; source < 3; source++) Assert.Equal("6.1", (await FfmpegTools.FindAsync(_folder, CancellationToken.None)).Version);
        Assert.Single(File.ReadAllLines(asked));

        Pretend("ffmpeg", $"echo >>'{asked}'; echo ffmpeg version 6.1.1");
        Assert.Equal("6.1.1", (await FfmpegTools.FindAsync(_folder, CancellationToken.None)).Version);
    }

    [Theory]
    [InlineData("5.1.9-0+deb12u1", 5, 1)]
    [InlineData("n6.0", 6, 0)]
    [InlineData("7.1-essentials_build-www.gyan.dev", 7, 1)]
    public void Parse_Release_GivesItsNumber(string version, int major, int minor) =>
        Assert.Equal(new Version(major, minor), FfmpegTools.Parse(version));

    [Theory]
    [InlineData("N-115000-g1234567")]
    [InlineData("2024-05-02-git-71669f2ad5")]
    public void Parse_DevelopmentBuild_GivesNone(string version) => Assert.Null(FfmpegTools.Parse(version));

    private void Pretend(string program, string script)
    {
        var path = Path.Combine(_folder, program);
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (OperatingSystem.IsWindows()) Assert.Skip("Pretends to be ffmpeg with a shell script.");
        else File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
