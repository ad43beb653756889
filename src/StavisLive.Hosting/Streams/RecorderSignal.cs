using System.Runtime.InteropServices;
using StavisLive.Core.Recording;

namespace StavisLive.Hosting.Streams;

/// <summary>Lets SIGUSR1 write a flight recording, as long as it lives.</summary>
internal static class RecorderSignal
{
    // Registrations take raw numbers beside the named signals. Linux says 10 on every processor .NET runs on, BSD and macOS 30.
    private static readonly PosixSignal SigUsr1 = (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30);

    /// <summary>Null where there is no recorder, and on Windows, which knows no such signal.</summary>
    public static IDisposable? Register(FlightRecorder? recorder)
    {
        if (recorder is null || OperatingSystem.IsWindows()) return null;
        return PosixSignalRegistration.Create(SigUsr1, context =>
        {
            // By default it ends the process.
            context.Cancel = true;
            recorder.Trigger("signal");
        });
    }
}
