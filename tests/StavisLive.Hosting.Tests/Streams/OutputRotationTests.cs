using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Streams;

namespace StavisLive.Hosting.Tests.Streams;

public sealed class OutputRotationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("used-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void MakeRoom_WrittenByAnEarlierStreamOfThisRun_KeepsEveryOne()
    {
        var files = new OutputRotation(NullLogger.Instance);
        var outputs = new OutputConfig { Metrics = PathOf("a.jsonl"), Maps = PathOf("maps/") };
        foreach (var round in new[] { "1", "2", "3" })
        {
            files.MakeRoom(outputs, isContinued: false);
            File.WriteAllText(PathOf("a.jsonl"), round);
            Directory.CreateDirectory(PathOf("maps"));
            File.WriteAllText(PathOf("maps/x"), round);
        }

        Assert.Equal(["1", "2", "3"], new[] { "a.1.jsonl", "a.2.jsonl", "a.jsonl" }.Select(name => File.ReadAllText(PathOf(name))));
        Assert.Equal(["1", "2", "3"], new[] { "maps.1/x", "maps.2/x", "maps/x" }.Select(name => File.ReadAllText(PathOf(name))));
    }

    [Fact]
    public void MakeRoom_ThereBeforeThisRun_IsReplacedAsEver()
    {
        File.WriteAllText(PathOf("a.jsonl"), "old");

        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Metrics = PathOf("a.jsonl") }, isContinued: false);

        Assert.Equal("a.jsonl", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void MakeRoom_WrittenByAnotherMachinesRunOfTheStream_IsKept()
    {
        File.WriteAllText(PathOf("a.jsonl"), "there");

        new OutputRotation(NullLogger.Instance).MakeRoom(new OutputConfig { Metrics = PathOf("a.jsonl") }, isContinued: true);

        Assert.Equal("there", File.ReadAllText(PathOf("a.1.jsonl")));
    }

    [Fact]
    public void MakeRoom_LinksAndPipes_StayWhereTheyAre()
    {
        File.WriteAllText(PathOf("target.jsonl"), "old");
        File.CreateSymbolicLink(PathOf("link.jsonl"), "target.jsonl");
        using (var mkfifo = Process.Start("mkfifo", [PathOf("pipe.jsonl")])) mkfifo.WaitForExit();
        var files = new OutputRotation(NullLogger.Instance);

        foreach (var name in new[] { "link.jsonl", "link.jsonl", "pipe.jsonl", "pipe.jsonl" }) files.MakeRoom(new OutputConfig { Metrics = PathOf(name) }, isContinued: false);

        Assert.Equal(["link.jsonl", "pipe.jsonl", "target.jsonl"], _folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
