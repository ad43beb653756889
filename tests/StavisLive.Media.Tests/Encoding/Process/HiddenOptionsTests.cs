using StavisLive.Media.Encoding.Process;

namespace StavisLive.Media.Tests.Encoding.Process;

public sealed class HiddenOptionsTests
{
    [Fact]
    public void Path_AnotherProgramOpensIt_ReadsTheOptionsUntilItIsDisposed()
    {
        var options = new HiddenOptions([("user", "somebody"), ("password", "hunter2")]);
        // As C's library opens files: without leave to delete them.
        using (var file = new FileStream(options.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        using (var text = new StreamReader(file))
        {
            Assert.Equal("user=somebody\npassword=hunter2\n", text.ReadToEnd());
        }

        options.Dispose();

        // Its number may be another file's by now.
        Assert.DoesNotContain("hunter2", TextOf(options.Path));
    }

    [Fact]
    public void Constructor_CannotBeWritten_NothingStays()
    {
        var mark = Guid.NewGuid().ToString();

        Assert.Throws<IOException>(() => new HiddenOptions(CutShort(mark)));

        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetTempPath(), "????????.???"), path => TextOf(path).Contains(mark));
    }

    // As on a disk that is full after the first.
    private static IEnumerable<(string Option, string Value)> CutShort(string mark)
    {
        yield return ("password", mark);
        throw new IOException("No space left");
    }

    private static string TextOf(string path)
    {
        try
        {
            // Reading a pipe, which has no length, would wait.
            return new FileInfo(path).Length > 0 ? File.ReadAllText(path) : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another's, or gone meanwhile.
            return "";
        }
    }
}
