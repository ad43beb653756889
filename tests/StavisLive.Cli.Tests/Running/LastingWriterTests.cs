using System.Text;
using StavisLive.Cli.Running;

namespace StavisLive.Cli.Tests.Running;

public sealed class LastingWriterTests
{
    [Fact]
    public void Write_TerminalIsThere_ComesThrough()
    {
        using var terminal = new StringWriter();
        using var writer = new LastingWriter(terminal);

        writer.Write('a');
        writer.Write("b");
        writer.WriteLine("c");
        writer.WriteLine(4);

        Assert.Equal($"abc{Environment.NewLine}4{Environment.NewLine}", terminal.ToString());
    }

    [Fact]
    public async Task Write_TerminalIsClosed_IsPassedOver()
    {
        await using var writer = new LastingWriter(new BrokenWriter(5));

        writer.Write('a');
        writer.Write("b");
        writer.WriteLine("c");
        await writer.WriteLineAsync("d");
        writer.Flush();
    }

    [Fact]
    public void Write_DiskIsFull_IsTold()
    {
        using var writer = new LastingWriter(new BrokenWriter(28));

        Assert.Throws<IOException>(() => writer.WriteLine("a"));
    }

    /// <summary>Fails with an error of the system's.</summary>
    private sealed class BrokenWriter(int error) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No.", error);

        public override void Flush() => throw new IOException("No.", error);
    }
}
