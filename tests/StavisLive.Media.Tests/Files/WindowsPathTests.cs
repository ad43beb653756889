using StavisLive.Core.Sinks;
using StavisLive.Media.Files;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Files;

public sealed class WindowsPathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(@"C:\maps\a.npy", @"\\?\C:\maps\a.npy")]
    [InlineData(@"\\server\share\a.npy", @"\\?\UNC\server\share\a.npy")]
    [InlineData(@"\\?\C:\a.npy", @"\\?\C:\a.npy")]
    [InlineData(@"\\.\pipe\maps", @"\\.\pipe\maps")]
    public void Long_AnyPath_IsInTheFormWithoutALimit(string full, string expected) => Assert.Equal(expected, WindowsPath.Long(full));

    [Theory]
    [InlineData(@"\\.\aux", "aux")]
    [InlineData(@"\\.\CON", "CON")]
    [InlineData(@"\\.\nul", null)]
    [InlineData(@"\\.\pipe\maps", null)]
    [InlineData(@"C:\auxiliary\console.npy", null)]
    public void TakenBy_NameOfADevice_IsToldButForNulAndPipes(string full, string? device) => Assert.Equal(device, WindowsPath.TakenBy(full));

    [Fact]
    public void Check_OutputsThatAreNoFiles_TakesNulAndRefusesDevices()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Files are called so elsewhere.");
        OutputFile.Check("NUL");
        OutputFile.Replace("NUL", path => File.WriteAllText(path, "nothing"));
        using (var nowhere = OutputFile.Open("NUL")) nowhere.WriteByte(1);

        Assert.Contains("aux", Assert.Throws<SinkException>(() => OutputFile.Check(@"\\.\aux")).Message);
    }

    [Fact]
    public void IdentityOf_OtherSpellingsOfAFolder_IsTheSameForWhatIsToCome()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Names that differ in case are different ones elsewhere.");
        Directory.CreateDirectory(_folder["Some Folder"]);

        Assert.Equal(FilePlace.IdentityOf(_folder["Some Folder/new.npy"]), FilePlace.IdentityOf(_folder["some folder/NEW.npy"]));
        Assert.Equal(FilePlace.IdentityOf(_folder["Some Folder"]), FilePlace.IdentityOf(@"\\?\" + Path.GetFullPath(_folder["SOME FOLDER"])));
    }

    [Fact]
    public void IdentityOf_FileThatNobodyElseMayOpen_IsKnown()
    {
        File.WriteAllText(_folder["own"], "");
        var identity = FilePlace.IdentityOf(_folder["own"]);

        using var own = new FileStream(_folder["own"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(identity, FilePlace.IdentityOf(_folder["own"]));
    }
}
