using StavisLive.Model.Native;

namespace StavisLive.Model.Tests.Native;

public sealed class PatchedLibraryStoreTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("stavis-store-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Save_ManyAtOnce_OneWholeFileAndNoRest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Linux needs patched libraries; Windows lets nobody replace a file that is read.");
        var content = new byte[1 << 20];
        new Random(1).NextBytes(content);
        var store = new PatchedLibraryStore(_root.FullName);

        var paths = new string[16];
        Parallel.For(0, paths.Length, index => paths[index] = store.Save("lib.so", content));

        var path = Assert.Single(paths.Distinct());
        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_root.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Save_DamagedFile_IsReplaced()
    {
        byte[] content = [1, 2, 3];
        var store = new PatchedLibraryStore(_root.FullName);
        File.WriteAllBytes(store.Save("lib.so", content), [1, 2]);

        Assert.Equal(content, File.ReadAllBytes(store.Save("lib.so", content)));
    }

    [Fact]
    public void Save_OtherContent_LiesElsewhere()
    {
        var store = new PatchedLibraryStore(_root.FullName);

        Assert.NotEqual(store.Save("lib.so", [1]), store.Save("lib.so", [2]));
    }

    [Fact]
    public void Save_FolderCannotBeMade_SaysWhereAndWhatToDo()
    {
        var file = Path.Combine(_root.FullName, "file");
        File.WriteAllText(file, "");

        var error = Assert.Throws<TorchUnavailableException>(() => new PatchedLibraryStore(file).Save("lib.so", [1]));

        Assert.Contains(file, error.Message);
        Assert.Contains("XDG_CACHE_HOME", error.Message);
    }
}
