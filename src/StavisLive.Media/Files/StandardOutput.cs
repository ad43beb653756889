using StavisLive.Core.Sinks;

namespace StavisLive.Media.Files;

/// <summary>
/// This process's standard output, which says so when nobody reads it any more. The console's own stream takes everything without a word
/// then, and a run whose reader is gone would never end.
/// </summary>
internal abstract class StandardOutput : Stream
{
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
    public static Stream Open()
    {
        if (OperatingSystem.IsLinux()) return new LinuxStandardOutput();
        // A console's window has a way of writing of its own, and its reader stays.
        return (OperatingSystem.IsWindows() && Console.IsOutputRedirected ? WindowsStandardOutput.Find() : null) ?? Console.OpenStandardOutput();
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    /// <exception cref="ReaderGoneException">Nobody reads it any more.</exception>
    /// <exception cref="IOException">The disk that it goes to is full.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty) buffer = buffer[Put(buffer)..];
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

    /// <summary>Writes as many of the bytes as it takes at once, and returns their number.</summary>
    /// <exception cref="ReaderGoneException">Nobody reads it any more.</exception>
    /// <exception cref="IOException">The system refused.</exception>
    protected abstract int Put(ReadOnlySpan<byte> bytes);
}
