using StavisLive.Core.Sessions;

namespace StavisLive.Cli.Running;

/// <summary>Tells how far a run is: a living line on a terminal, a plain one now and then in a pipe.</summary>
internal sealed class Progress : IAsyncDisposable
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PipeInterval = TimeSpan.FromSeconds(10);

    private readonly Func<IReadOnlyList<SessionStatus>> _status;
    private readonly ProgressText _text = new();
    private readonly StatusLine? _line;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _telling;

    /// <param name="status">How far the streams are.</param>
    /// <param name="time">The clock.</param>
    public Progress(Func<IReadOnlyList<SessionStatus>> status, TimeProvider time)
    {
        _status = status;
        _line = Console.IsErrorRedirected ? null : new StatusLine();
        _telling = TellAsync(time);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _telling;
        if (_line is not null) await _line.DisposeAsync();
        _stop.Dispose();
    }

    private async Task TellAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(_line is null ? PipeInterval : TerminalInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_text.Of(_status()) is { } status) await TellAsync(status);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The run has ended.
        }
    }

    private async Task TellAsync(string status)
    {
        try
        {
            if (_line is null) await Console.Error.WriteLineAsync(status);
            else _line.Show(status);
        }
        catch (IOException)
        {
            // A disk that is full now may have room the next time; no run is to end for a line like this one.
        }
    }
}
