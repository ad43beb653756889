using System.Runtime.InteropServices;

namespace StavisLive.Cli.Running;

/// <summary>What other programs can ask of this one while it runs, in the way of the system.</summary>
internal static class ProcessSignals
{
    // Registrations take raw numbers beside the named signals. Linux says 10 on every processor .NET runs on, BSD and macOS 30.
    private static readonly PosixSignal SigUsr1 = (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30);

    /// <summary>The event that asks a process for a recording on Windows.</summary>
    public static string RecordingEventOf(int process) => FormattableString.Invariant($@"Local\stavis-live-record-{process}");

    /// <summary>What SIGUSR1, on Windows the event of this process, does as long as the registration lives.</summary>
    public static IDisposable OnRecordingAsked(Action act) => OperatingSystem.IsWindows()
        ? EventSignal.Listen(RecordingEventOf(Environment.ProcessId), act)
        : On(SigUsr1, act);

    /// <summary>What SIGHUP does as long as the registration lives.</summary>
    public static IDisposable OnHangup(Action act) => On(PosixSignal.SIGHUP, act);

    private static PosixSignalRegistration On(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        // By default it ends the process.
        context.Cancel = true;
        act();
    });
}
