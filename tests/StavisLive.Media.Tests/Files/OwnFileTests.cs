using StavisLive.Media.Files;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Files;

public sealed class OwnFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hall.7.mp4", true)]
    [InlineData("hall.old.mp4", false)]
    [InlineData("yard.7.mp4", false)]
    public void Find_Renamed_KnowsTheNamesThatMakeRoomOnly(string name, bool isFound)
    {
        File.WriteAllText(_folder["hall.mp4"], "own");
        var file = OwnFile.At(_folder["hall.mp4"]);
        file.Note();
        File.Move(_folder["hall.mp4"], _folder[name]);
        File.WriteAllText(_folder["hall.mp4"], "another's");

        Assert.Equal(isFound, file.Find());
        Assert.Equal(_folder[isFound ? name : "hall.mp4"], file.Place);
    }

    [Fact]
    public void Find_RenamedTwice_IsFoundUnderTheLastName()
    {
        File.WriteAllText(_folder["hall.mp4"], "own");
        var file = OwnFile.At(_folder["hall.mp4"]);
        file.Note();
        foreach (var (from, to) in new[] { ("hall.mp4", "hall.1.mp4"), ("hall.1.mp4", "hall.2.mp4") })
        {
            File.Move(_folder[from], _folder[to]);

            Assert.True(file.Find());
            Assert.Equal(_folder[to], file.Place);
        }
    }

    [Fact]
    public void Find_NothingWasThereToNote_StaysWithItsPlace()
    {
        File.CreateSymbolicLink(_folder["link.mp4"], "hall.mp4");
        var file = OwnFile.At(_folder["link.mp4"]);
        file.Note();
        File.WriteAllText(_folder["hall.mp4"], "own");

        Assert.True(file.Find());
        Assert.Equal(_folder["hall.mp4"], file.Place);
    }
}
