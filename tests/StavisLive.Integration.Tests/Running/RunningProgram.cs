using System.Diagnostics;
using System.Text;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.Running;

/// <summary>A program under way. Disposing it ends it and its children.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _patience;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Task _drained;

    public RunningProgram(Process process, TimeSpan patience)
    {
        _process = process;
        _patience = patience;
        _process.StandardInput.Close();
        _drained = Task.WhenAll(DrainAsync(process.StandardOutput, _output), DrainAsync(process.StandardError, _errors));
    }

    /// <summary>Process number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has said on standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors) return _errors.ToString();
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Outcome> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(_patience);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"Still running after {_patience}.\n--- output\n{_output}\n--- errors\n{_errors}");
        }
        await _drained;
        return new Outcome(_process.ExitCode, _output.ToString(), _errors.ToString());
    }

    /// <summary>Sends a signal by its name, such as INT.</summary>
    public void Signal(string name) => Signals.Send(_process.Id, name);

    /// <summary>Waits until <paramref name="condition"/> holds; fails the test if the program ends first.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(_patience);
        while (!condition())
        {
            Assert.False(_process.HasExited, $"Ended too early.\n--- errors\n{Errors}");
            Assert.False(timeout.IsCancellationRequested, $"It did not come to that within {_patience}.\n--- output\n{_output}\n--- errors\n{Errors}");
            await Task.Delay(50);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _drained;
        _process.Dispose();
    }

    private static async Task DrainAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text) text.AppendLine(line);
        }
    }
}
