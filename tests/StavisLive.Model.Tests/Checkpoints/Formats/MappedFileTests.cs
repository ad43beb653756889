using StavisLive.Model.Checkpoints;
using StavisLive.Model.Checkpoints.Formats;

namespace StavisLive.Model.Tests.Checkpoints.Formats;

public sealed class MappedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Slice_AnyPart_GivesTheFilesBytes()
    {
        byte[] content = [.. Enumerable.Range(0, 10_000).Select(value => (byte)(value * 7))];
        File.WriteAllBytes(_path, content);
        using var file = Open();

        Assert.Equal(content, file.Slice(0, content.Length));
        Assert.Equal(content[4097..4100], file.Slice(4097, 3));
        Assert.True(file.Slice(content.Length, 0).IsEmpty);
    }

    [Fact]
    public void Slice_FileCutShortMeanwhile_IsAClearErrorInsteadOfTheProcessesEnd()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody cut a mapped file.");
        File.WriteAllBytes(_path, new byte[100_000]);
        using var file = Open();
        Assert.Equal(0, file.Slice(99_000, 1)[0]);

        using (var other = new FileStream(_path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) other.SetLength(5_000);

        Assert.Equal(0, file.Slice(4_999, 1)[0]);
        var e = Assert.Throws<CheckpointException>(() => file.Slice(99_000, 1).Length);
        Assert.Contains($"{_path} was cut short", e.Message);
    }

    [Fact]
    public void Dispose_MappedOrNot_ClosesTheFile()
    {
        File.WriteAllBytes(_path, new byte[10]);
        var mapped = Open();
        Assert.Equal(10, mapped.Slice(0, 10).Length);

        mapped.Dispose();
        mapped.Dispose();
        Open().Dispose();

        using var exclusive = new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    private MappedFile Open() => new(_path, new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read));
}
