using System.Text;

namespace StavisLive.Cli.Running;

/// <summary>A line at the bottom of the terminal that other output scrolls past. Thread-safe.</summary>
/// <remarks>
/// Takes standard error's place while it lives, so that log lines take the status away, write, and put it back. A line that comes in
/// pieces is written once it is whole.
/// </remarks>
internal sealed class StatusLine : TextWriter
{
    private const string EraseLine = "\r\u001b[K";

    private readonly TextWriter _terminal;
    private readonly Func<int> _columns;
    private readonly Lock _lock = new();
    private string _begun = "";
    private string _status = "";

    public StatusLine()
        : this(() => Console.WindowWidth)
    {
    }

    /// <param name="columns">How wide the terminal is now; 0 where it doesn't say.</param>
    public StatusLine(Func<int> columns)
    {
        _terminal = Console.Error;
        _columns = columns;
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
            _terminal.Write(EraseLine + Fitting());
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
            var text = _begun + value;
            var end = text.LastIndexOf('\n') + 1;
            _begun = text[end..];
            if (end > 0) _terminal.Write(EraseLine + text[..end] + Fitting());
        }
    }

    /// <inheritdoc />
    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    /// <inheritdoc />
    public override void Flush() => _terminal.Flush();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        lock (_lock) _terminal.Write(EraseLine + _begun);
        Console.SetError(_terminal);
        base.Dispose(disposing);
    }

    // What goes on in the next row, or has the terminal go there, would not be erased.
    private string Fitting() => _columns() is > 0 and var columns && _status.Length >= columns ? _status[..(columns - 1)] : _status;
}
