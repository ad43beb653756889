using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;

namespace StavisLive.Hosting.Tests.Streams;

public sealed class OutputRotationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("used-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("frame_000000.png")]
    [InlineData("holiday.npy")]
    [InlineData("holiday.png")]
    public void MakeRoom_WrittenByAnEarlierStreamOfThisRun_KeepsEveryOne(string map)
    {
        var files = new OutputRotation(NullLogger.Instance);
        var outputs = new OutputConfig { Metrics = PathOf("a.jsonl"), Maps = PathOf("maps/") };
        foreach (var round in new[] { "1", "2", "3" })
        {
            files.MakeRoom(outputs, keepsEarlier: false);
            File.WriteAllText(PathOf("a.jsonl"), round);
            Directory.CreateDirectory(PathOf("maps"));
            File.WriteAllText(PathOf($"maps/{map}"), round);
        }

        Assert.Equal(["1", "2", "3"], new[] { "a.1.jsonl", "a.2.jsonl", "a.jsonl" }.Select(name => File.ReadAllText(PathOf(name))));
        Assert.Equal(["1", "2", "3"], new[] { "maps.1", "maps.2", "maps" }.Select(name => File.ReadAllText(PathOf($"{name}/{map}"))));
    }

    [Fact]
    public void MakeRoom_ThereBeforeThisRun_IsReplacedAsEver()
    {
        File.WriteAllText(PathOf("a.jsonl"), "old");

        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Metrics = PathOf("a.jsonl") }, keepsEarlier: false);

        Assert.Equal("a.jsonl", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void MakeRoom_WrittenByAnEarlierProcess_IsKeptBehindWhatIsKeptAlready()
    {
        File.WriteAllText(PathOf("a.jsonl"), "there");
        Directory.CreateDirectory(PathOf("maps"));
        File.WriteAllText(PathOf("maps/frame_000000.png"), "there");
        foreach (var name in new[] { "a.1.jsonl", "a.30.jsonl", "a.x.jsonl", "a.99.json", "b.40.jsonl", "maps.7" }) File.WriteAllText(PathOf(name), "kept");

        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Metrics = PathOf("a.jsonl"), Maps = PathOf("maps/") }, keepsEarlier: true);

        Assert.Equal("there", File.ReadAllText(PathOf("a.31.jsonl")));
        Assert.Equal("there", File.ReadAllText(PathOf("maps.8/frame_000000.png")));
        Assert.False(File.Exists(PathOf("a.jsonl")));
    }

    [Fact]
    public void MakeRoom_NumberThatAnotherMachineHasTakenMeanwhile_IsLeftAlone()
    {
        var files = new OutputRotation(NullLogger.Instance);
        foreach (var round in new[] { "1", "2" })
        {
            File.WriteAllText(PathOf("a.jsonl"), round);
            files.MakeRoom(new OutputConfig { Metrics = PathOf("a.jsonl") }, keepsEarlier: true);
            File.WriteAllText(PathOf("a.2.jsonl"), "other");
        }

        Assert.Equal(["1", "other", "2"], new[] { "a.1.jsonl", "a.2.jsonl", "a.3.jsonl" }.Select(name => File.ReadAllText(PathOf(name))));
    }

    [Fact]
    public void MakeRoom_FolderOfAnEarlierProcess_IsKeptIfItHoldsMapsAndStaysForOtherOutputs()
    {
        var files = new OutputRotation(NullLogger.Instance);
        foreach (var folder in new[] { "maps", "shots" }) Directory.CreateDirectory(PathOf(folder));
        File.WriteAllText(PathOf("maps/frame_000007.png"), "map");
        File.WriteAllText(PathOf("shots/holiday.png"), "other");

        files.MakeRoom(new OutputConfig { Maps = PathOf("maps") }, keepsEarlier: true);
        files.MakeRoom(new OutputConfig { Maps = PathOf("shots") }, keepsEarlier: true);

        Assert.True(File.Exists(PathOf("maps.1/frame_000007.png")));
        Assert.Empty(Directory.GetFileSystemEntries(PathOf("maps")));
        Assert.True(File.Exists(PathOf("shots/holiday.png")));
    }

    [Fact]
    public void MakeRoom_EmptyFile_IsNothingToKeep()
    {
        File.WriteAllText(PathOf("a.jsonl"), "");

        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Metrics = PathOf("a.jsonl") }, keepsEarlier: true);

        Assert.Equal("a.jsonl", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void MakeRoom_FileThatCannotBeRenamed_IsNotWrittenOver()
    {
        var place = Path.Combine(UnwritableFolder.Make(_folder.FullName), new string('m', 19));
        File.WriteAllText(place, "there");

        var error = Assert.Throws<SinkException>(
            () => new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Overlay = place }, keepsEarlier: true));
        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Metrics = place }, keepsEarlier: true);

        Assert.Contains("cannot be renamed", error.Message);
        Assert.Equal("there", File.ReadAllText(place));
    }

    [Fact]
    public void MakeRoom_OtherOutputsInTheFolderOfMaps_StayThere()
    {
        Directory.CreateDirectory(PathOf("out"));
        foreach (var name in new[] { "frame_000000.png", "frame_000001.png", "hall.mp4" }) File.WriteAllText(PathOf($"out/{name}"), "there");

        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Maps = PathOf("out") }, keepsEarlier: true);

        Assert.Equal(["hall.mp4"], Directory.GetFiles(PathOf("out")).Select(Path.GetFileName));
        Assert.Equal(["frame_000000.png", "frame_000001.png"], Directory.GetFiles(PathOf("out.1")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void MakeRoom_LinksAndPipes_StayWhereTheyAre()
    {
        File.WriteAllText(PathOf("target.jsonl"), "old");
        File.CreateSymbolicLink(PathOf("link.jsonl"), "target.jsonl");
        using (var mkfifo = Process.Start("mkfifo", [PathOf("pipe.jsonl")])) mkfifo.WaitForExit();
        var files = new OutputRotation(NullLogger.Instance);

        foreach (var name in new[] { "link.jsonl", "link.jsonl", "pipe.jsonl", "pipe.jsonl" }) files.MakeRoom(new OutputConfig { Metrics = PathOf(name) }, keepsEarlier: false);

        Assert.Equal(["link.jsonl", "pipe.jsonl", "target.jsonl"], _folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
