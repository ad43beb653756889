using System.Globalization;
using System.Runtime.InteropServices;

namespace StavisLive.Cli.Running;

/// <summary>How many files the system lets the process open at a time.</summary>
internal static partial class OpenFiles
{
    // Each assembly takes one, some hundred and fifty; a stream, its outputs and their children take a dozen more.
    private const ulong Least = 256;

    // RLIMIT_NOFILE of Linux, as on every processor that .NET runs on.
    private const int Limit = 7;

    /// <summary>What is to be done where these are too few to begin with; null where they are enough.</summary>
    /// <remarks>The limit that a user can raise counts alone: the runtime has done so by now.</remarks>
    public static string? Problem() => OperatingSystem.IsLinux() && GetLimit(Limit, out var limits) == 0 && limits.Hard < Least
        ? string.Create(CultureInfo.InvariantCulture, $"only {limits.Hard} files may be open at a time, and {Least} are needed: raise the limit (ulimit -Hn {Least}, LimitNOFILE= of a service).")
        : null;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limits limits);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }
}
