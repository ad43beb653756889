using StavisLive.Hosting.Streams;

namespace StavisLive.Hosting.Tests.Streams;

public sealed class KeptNamesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kept-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Next_AmongWhatAnEarlierProcessHasKept_IsBehindItsHighestNumber()
    {
        foreach (var name in new[] { "a.1.jsonl", "a.30.jsonl", "a.x.jsonl", "a.99.json", "b.40.jsonl", "maps.7" }) File.WriteAllText(PathOf(name), "kept");
        var names = new KeptNames(_folder.FullName);

        Assert.Equal(PathOf("a.31.jsonl"), names.Next(PathOf("a.jsonl")));
        Assert.Equal(PathOf("a.32.jsonl"), names.Next(PathOf("a.jsonl")));
        Assert.Equal(PathOf("maps.8"), names.Next(PathOf("maps")));
    }

    [Fact]
    public void Next_NumberThatAnotherMachineHasTakenMeanwhile_IsLeftAlone()
    {
        var names = new KeptNames(_folder.FullName);
        Assert.Equal(PathOf("a.1.jsonl"), names.Next(PathOf("a.jsonl")));

        File.WriteAllText(PathOf("a.2.jsonl"), "other");

        Assert.Equal(PathOf("a.3.jsonl"), names.Next(PathOf("a.jsonl")));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
