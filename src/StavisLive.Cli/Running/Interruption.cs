using System.Runtime.InteropServices;

namespace StavisLive.Cli.Running;

/// <summary>Turns Ctrl-C and the termination signals into an orderly stop; a second one ends the process at once.</summary>
/// <remarks>
/// On Windows these are Ctrl-C, Ctrl-Break, the closing of the console's window (SIGHUP) and the end of the session (SIGTERM). The last two
/// end the process as soon as their handler returns, and five seconds later anyway: so it waits there for the process to end by itself.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    // Above what Windows grants itself: 5 seconds, services 20.
    private static readonly TimeSpan WindowsPatience = TimeSpan.FromSeconds(30);
    private static readonly ManualResetEventSlim Never = new();

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="onHangup">Whether SIGHUP is such a signal; not where it means that the configuration is read again.</param>
    public Interruption(bool onHangup = true) => _registrations = Array.ConvertAll(
        onHangup ? [.. Signals, PosixSignal.SIGHUP] : Signals, signal => PosixSignalRegistration.Create(signal, OnSignal));

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Stops as the first signal does.</summary>
    public void Interrupt()
    {
        if (!_stop.IsCancellationRequested) _stop.Cancel();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        // Left alone, the second signal has its default effect: the process ends.
        if (_stop.IsCancellationRequested) return;
        context.Cancel = true;
        _stop.Cancel();
        if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM) Never.Wait(WindowsPatience);
    }
}
