using System.Diagnostics;
using StavisLive.Media.Files;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Files;

public sealed class FilePlaceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public FilePlaceTests()
    {
        Directory.CreateDirectory(_folder["real/deep"]);
        File.WriteAllText(_folder["real/file"], "");
        File.WriteAllText(_folder["real/other"], "");
        Directory.CreateSymbolicLink(_folder["alias"], "real/deep");
        File.CreateSymbolicLink(_folder["real/near"], "file");
        File.CreateSymbolicLink(_folder["far"], "alias/../near");
        File.CreateSymbolicLink(_folder["dangling"], "real/to-come");
        File.CreateSymbolicLink(_folder["circle"], "circle");
        if (!OperatingSystem.IsWindows()) Run("ln", _folder["real/file"], _folder["hard"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a/hall.mp4", 7, "a/hall.7.mp4")]
    [InlineData("a/maps", 12, "a/maps.12")]
    [InlineData("a/hall.2.mp4", 1, "a/hall.2.1.mp4")]
    public void NumberedName_Read_TellsPathAndNumber(string path, int number, string expected)
    {
        Assert.Equal(expected, FilePlace.NumberedName(path, number));
        Assert.Equal((path, number), FilePlace.ReadNumberedName(expected));
    }

    [Theory]
    [InlineData("a/hall.mp4")]
    [InlineData("a/maps")]
    [InlineData("a/hall.-1.mp4")]
    [InlineData("a/hall..mp4")]
    public void ReadNumberedName_AnyOther_IsNone(string path) => Assert.Null(FilePlace.ReadNumberedName(path));

    [Theory]
    [InlineData("real/near", "real/file")]
    [InlineData("far", "real/file")]
    [InlineData("dangling", "real/to-come")]
    [InlineData("real/none/a/", "real/none/a")]
    [InlineData("alias/to-come", "real/deep/to-come")]
    [InlineData("alias", "real/deep/")]
    public void IdentityOf_AnotherNameOfTheSame_IsTheSameAndResolved(string name, string same)
    {
        Assert.Equal(FilePlace.IdentityOf(_folder[same]), FilePlace.IdentityOf(_folder[name]));
        Assert.Equal(FilePlace.Resolve(_folder[same]), FilePlace.Resolve(_folder[name]));
    }

    [Fact]
    public void IdentityOf_HardLink_IsTheFile()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Made with ln.");
        Assert.Equal(FilePlace.IdentityOf(_folder["real/file"]), FilePlace.IdentityOf(_folder["hard"]));
    }

    [Theory]
    [InlineData("real/file", "real/other")]
    [InlineData("real/to-come", "real/deep/to-come")]
    [InlineData("real/to-come", "real/to-come-too")]
    [InlineData("circle", "real/file")]
    public void IdentityOf_Others_Differ(string name, string other) =>
        Assert.NotEqual(FilePlace.IdentityOf(_folder[name]), FilePlace.IdentityOf(_folder[other]));

    [Fact]
    public void IdentityOf_CaseOfANameToCome_CountsAsInItsFolder() =>
        Assert.Equal(File.Exists(_folder["real/FILE"]), FilePlace.IdentityOf(_folder["real/new"]) == FilePlace.IdentityOf(_folder["real/NEW"]));

    [Fact]
    public void Resolve_Circle_IsRefused() => Assert.Throws<IOException>(() => FilePlace.Resolve(_folder["circle"]));

    [Fact]
    public void IsPlain_LinksPipesAndDevices_AreNot()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Made with mkfifo.");
        Run("mkfifo", _folder["pipe"]);

        Assert.All(["real/file", "hard", "real", "real/"], name => Assert.True(FilePlace.IsPlain(_folder[name]), name));
        Assert.All(["real/near", "alias", "alias/", "dangling", "pipe", "nothing"], name => Assert.False(FilePlace.IsPlain(_folder[name]), name));
        Assert.False(FilePlace.IsPlain("/dev/null"));
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
