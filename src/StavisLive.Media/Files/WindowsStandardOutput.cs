using System.ComponentModel;
using System.Runtime.InteropServices;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Files;

/// <summary>Standard output as Windows writes it where it is a pipe or a file. .NET's file streams say nothing of a reader that is just going.</summary>
internal sealed partial class WindowsStandardOutput : StandardOutput
{
    private const int OutputHandle = -11;

    // Windows's numbers (winerror.h): the reader is gone, or just going.
    private const int BrokenPipe = 109;
    private const int NoData = 232;

    private readonly nint _handle;

    private WindowsStandardOutput(nint handle) => _handle = handle;

    /// <summary>Finds it; null where the process has none, as services and what is started detached.</summary>
    public static WindowsStandardOutput? Find() => GetStdHandle(OutputHandle) is var handle and not (0 or -1) ? new(handle) : null;

    /// <inheritdoc />
    protected override int Put(ReadOnlySpan<byte> bytes)
    {
        if (WriteFile(_handle, bytes, bytes.Length, out var written, 0) != 0)
        {
            return written > 0 ? written : throw new IOException("Standard output is a pipe that is full and doesn't wait for its reader.");
        }
        var error = Marshal.GetLastPInvokeError();
        throw error is BrokenPipe or NoData ? new ReaderGoneException() : new IOException(new Win32Exception(error).Message, error);
    }

    [LibraryImport("kernel32")]
    private static partial nint GetStdHandle(int which);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int WriteFile(nint file, ReadOnlySpan<byte> bytes, int count, out int written, nint overlapped);
}
