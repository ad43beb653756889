using System.Text;

namespace StavisLive.Cli.Running;

/// <summary>A line at the bottom of the terminal that other output scrolls past. Thread-safe.</summary>
/// <remarks>
/// Takes standard error's place while it lives, so that log lines take the status away, write, and put it back.
/// </remarks>
internal sealed class StatusLine : TextWriter
{
    private const string EraseLine = "\r\u001b[K";

    private readonly TextWriter _terminal;
    private readonly Lock _lock = new();
    private string _status = "";

    public StatusLine()
    {
        _terminal = Console.Error;
        Console.SetError(this);
    }

    /// <inheritdoc />
    public override Encoding Encoding => _terminal.Encoding;

    /// <summary>Shows a status in place of the one before.</summary>
    public void Show(string status)
    {
        lock (_lock)
        {
            _status = status;
            _terminal.Write(EraseLine + status);
        }
    }

    /// <inheritdoc />
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc />
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc />
    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        lock (_lock)
        {
            _terminal.Write(EraseLine + value);
            if (value.EndsWith('\n')) _terminal.Write(_status);
        }
    }

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    /// <inheritdoc />
    public override void Flush() => _terminal.Flush();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        lock (_lock) _terminal.Write(EraseLine);
        Console.SetError(_terminal);
        base.Dispose(disposing);
    }
}
