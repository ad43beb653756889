using System.Runtime.InteropServices;

namespace StavisLive.Cli.Running;

/// <summary>Has signals do something of the program's instead of ending it.</summary>
internal static class ProcessSignals
{
    // Registrations take raw numbers beside the named signals. Linux says 10 on every processor .NET runs on, BSD and macOS 30.
    private static readonly PosixSignal SigUsr1 = (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30);

    /// <summary>What SIGUSR1 does as long as the registration lives; null on Windows, which knows no such signal.</summary>
    public static IDisposable? OnUser1(Action act) => OperatingSystem.IsWindows() ? null : On(SigUsr1, act);

    /// <summary>What SIGHUP does as long as the registration lives.</summary>
    public static IDisposable OnHangup(Action act) => On(PosixSignal.SIGHUP, act);

    private static PosixSignalRegistration On(PosixSignal signal, Action act) => PosixSignalRegistration.Create(signal, context =>
    {
        // By default it ends the process.
        context.Cancel = true;
        act();
    });
}
