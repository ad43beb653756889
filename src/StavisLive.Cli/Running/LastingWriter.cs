using System.Text;

namespace StavisLive.Cli.Running;

/// <summary>Writes to a terminal as long as it is there. Once it is closed nobody reads, and nobody is to fail for that.</summary>
/// <remarks>A pipe whose reader is gone is passed over by the console itself; a full disk is told, since somebody wants what is lost there.</remarks>
internal sealed class LastingWriter(TextWriter terminal) : TextWriter
{
    // EIO, which a terminal that was hung up answers with, on Linux and macOS.
    private const int InputOutputError = 5;

    /// <inheritdoc />
    public override Encoding Encoding => terminal.Encoding;

    /// <summary>Puts one in the place of standard output and one in that of standard error.</summary>
    public static void TakeOver()
    {
        Console.SetOut(new LastingWriter(Console.Out));
        Console.SetError(new LastingWriter(Console.Error));
    }

    /// <inheritdoc />
    public override void Write(char value) => Attempt(() => terminal.Write(value));

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Attempt(() => terminal.Write(buffer, index, count));

    /// <inheritdoc />
    public override void Write(string? value) => Attempt(() => terminal.Write(value));

    /// <inheritdoc />
    public override void WriteLine(string? value) => Attempt(() => terminal.WriteLine(value));

    /// <inheritdoc />
    public override void Flush() => Attempt(terminal.Flush);

    private static void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e) when (e.HResult == InputOutputError)
        {
            // See above.
        }
    }
}
