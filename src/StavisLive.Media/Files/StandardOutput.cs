using System.ComponentModel;
using System.Runtime.InteropServices;
using StavisLive.Core.Sinks;

namespace StavisLive.Media.Files;

/// <summary>
/// This process's standard output, which says so when nobody reads it any more. The console's own stream takes everything without a word
/// then on Linux, and a run whose reader is gone would never end.
/// </summary>
internal sealed partial class StandardOutput : Stream
{
    private const int Descriptor = 1;

    // Linux's numbers (errno.h, poll.h).
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const short Writable = 4;

    private StandardOutput()
    {
    }

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens it; each write goes out at once.</summary>
    public static Stream Open() => OperatingSystem.IsLinux() ? new StandardOutput() : Console.OpenStandardOutput();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    /// <exception cref="ReaderGoneException">Nobody reads it any more.</exception>
    /// <exception cref="IOException">The disk that it goes to is full.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Put(Descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0) buffer = buffer[(int)written..];
            else WaitOrThrow(Marshal.GetLastPInvokeError());
        }
    }

    /// <inheritdoc />
    public override void Flush()
    {
        // Nothing is kept back.
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

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
