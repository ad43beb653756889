using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StavisLive.Media.Ffmpeg;

/// <summary>Starts children that no signal to stop reaches, but SIGKILL.</summary>
/// <remarks>
/// A service manager stops a service by SIGTERM to each of its processes, wherever they have been put. An ffmpeg that ends at once
/// takes with it what is still on its way to the file; who started it ends it in good order. Those who ignore a signal are told by
/// ffmpeg not to, so the signals are blocked, which children inherit. One that has lost its parent ends with its pipes.
/// </remarks>
internal static partial class ShieldedStart
{
    private const int Block = 0;
    private const int SetMask = 2;

    // SIGHUP, SIGINT, SIGQUIT, SIGTERM: bits from 0, as Linux numbers them on every processor that .NET runs on.
    private const ulong StopSignals = 1UL << 0 | 1UL << 1 | 1UL << 2 | 1UL << 14;

    /// <summary>Starts it.</summary>
    public static Process? Start(ProcessStartInfo info)
    {
        if (!OperatingSystem.IsLinux()) return Process.Start(info);
        var (signals, before) = (default(SignalSet), default(SignalSet));
        signals[0] = StopSignals;
        // Of this thread alone: the process's own handlers run on another.
        if (ChangeMask(Block, ref signals, ref before) != 0) return Process.Start(info);
        try
        {
            return Process.Start(info);
        }
        finally
        {
            var ignored = default(SignalSet);
            _ = ChangeMask(SetMask, ref before, ref ignored);
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int ChangeMask(int how, ref SignalSet signals, ref SignalSet before);

    // glibc's and musl's sigset_t: 1024 bits.
    [InlineArray(16)]
    private struct SignalSet
    {
        private ulong _first;
    }
}
