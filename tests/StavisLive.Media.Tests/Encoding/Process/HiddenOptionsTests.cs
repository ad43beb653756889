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

        Assert.False(File.Exists(options.Path));
    }
}
