using System.ComponentModel;
using System.Runtime.InteropServices;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Files;

/// <summary>Standard output as Linux writes it.</summary>
internal sealed partial class LinuxStandardOutput : StandardOutput
{
    private const int Descriptor = 1;

    // Linux's numbers (errno.h, poll.h).
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const short Writable = 4;

    /// <inheritdoc />
    protected override int Put(ReadOnlySpan<byte> bytes)
    {
        var written = Put(Descriptor, bytes, (nuint)bytes.Length);
        if (written >= 0) return (int)written;
        WaitOrThrow(Marshal.GetLastPInvokeError());
        return 0;
    }

    // Who shares a terminal or a pipe with this process may have made it one that doesn't wait.
    private static void WaitOrThrow(int error)
    {
        if (error == Interrupted) return;
        if (error == BrokenPipe) throw new ReaderGoneException();
        if (error != TryAgain) throw new IOException(new Win32Exception(error).Message, error);
        var waited = new PollDescriptor { Descriptor = Descriptor, Events = Writable };
        _ = Poll(ref waited, 1, -1);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Put(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
