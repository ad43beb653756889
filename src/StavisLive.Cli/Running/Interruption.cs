using System.Runtime.InteropServices;

namespace StavisLive.Cli.Running;

/// <summary>
/// Turns Ctrl-C, Ctrl-Break and the termination signals into an orderly stop; a second one ends the process at once, but for a second hang-up.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    // Whoever ends a session sends its signal twice: a shell to its jobs and the system to the terminal's, `timeout` to its child and to
    // their group. People take longer to press a key again.
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(0.25);

    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _isOver = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _begunAt;

    /// <param name="onHangup">Whether SIGHUP is such a signal; not where it means that the configuration is read again.</param>
    public Interruption(bool onHangup = true) => _registrations = Array.ConvertAll(
        onHangup ? [.. Signals, PosixSignal.SIGHUP] : Signals, signal => PosixSignalRegistration.Create(signal, OnSignal));

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Stops as the first signal does.</summary>
    public void Interrupt()
    {
        if (!_stop.IsCancellationRequested) Begin();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isOver.Set();
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
        {
            // Left alone, it has its default effect: the process ends.
            context.Cancel = context.Signal == PosixSignal.SIGHUP || TimeProvider.System.GetElapsedTime(_begunAt) < Echo;
            return;
        }
        context.Cancel = true;
        Begin();
        // A closed window, a log-off and a shutdown end the process when this returns, and some seconds later anyway.
        if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM) _isOver.Wait();
    }

    private void Begin()
    {
        _begunAt = TimeProvider.System.GetTimestamp();
        _stop.Cancel();
    }
}
