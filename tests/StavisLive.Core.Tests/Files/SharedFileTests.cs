using StavisLive.Core.Files;

namespace StavisLive.Core.Tests.Files;

public sealed class SharedFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Place => Path.Combine(_folder.FullName, "shared.bin");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void OpenRead_WriterHasItOpen_BothGoOn()
    {
        using var writer = new FileStream(Place, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        writer.Write([1, 2]);

        using var reader = SharedFile.OpenRead(Place);
        Assert.Equal(1, reader.ReadByte());
        writer.Write([3]);

        Assert.Equal([1, 2, 3], SharedFile.ReadAllBytes(Place, most: 3));
    }

    [Fact]
    public void OpenRead_WriterComesLater_IsLetIn()
    {
        File.WriteAllBytes(Place, [1, 2]);

        using var reader = SharedFile.OpenRead(Place);
        using (var writer = new FileStream(Place, FileMode.Append, FileAccess.Write, FileShare.Read)) writer.WriteByte(3);

        Assert.Equal(3, reader.Length);
    }

    [Fact]
    public void OpenRead_RenamedAndDeletedMeanwhile_ReadsOn()
    {
        File.WriteAllBytes(Place, [1, 2]);
        using var reader = SharedFile.OpenRead(Place);

        File.Move(Place, Place + ".1");
        File.Delete(Place + ".1");

        Assert.Equal(1, reader.ReadByte());
    }

    [Fact]
    public void ReadAllBytes_MoreThanAsked_IsRefused()
    {
        File.WriteAllBytes(Place, [1, 2, 3]);

        Assert.Contains("more than 2 bytes", Assert.Throws<IOException>(() => SharedFile.ReadAllBytes(Place, most: 2)).Message);
    }

    [Fact]
    public void ReadAllBytes_NothingThere_SaysSo() => Assert.Throws<FileNotFoundException>(() => SharedFile.ReadAllBytes(Place, most: 3));
}
