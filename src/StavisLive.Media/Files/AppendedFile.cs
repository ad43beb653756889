using System.Runtime.InteropServices;
using StavisLive.Core.Files;

namespace StavisLive.Media.Files;

/// <summary>A file that is written behind its end, wherever that is by then: lines of several programs stay whole.</summary>
internal static partial class AppendedFile
{
    // Linux's numbers (fcntl.h).
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int Append = 0x400;

    /// <summary>Opens one that keeps what it holds, without a buffer of its own.</summary>
    /// <exception cref="Core.Sinks.SinkException">It cannot be written.</exception>
    public static FileStream Open(string path)
    {
        var file = OutputFile.Open(path);
        // FileMode.Append goes to the end once; O_APPEND does so at each write.
        if (OperatingSystem.IsLinux())
        {
            var descriptor = (int)file.SafeFileHandle.DangerousGetHandle();
            var flags = Control(descriptor, GetFlags, 0);
            if (flags < 0 || Control(descriptor, SetFlags, flags | Append) < 0)
            {
                file.Dispose();
                throw new Core.Sinks.SinkException($"{path} cannot be written behind its end.");
            }
        }
        return file;
    }

    /// <summary>Ends a line that was cut off, so that what comes next is not taken for the rest of it.</summary>
    /// <param name="file">The file, as <see cref="Open"/> gave it.</param>
    /// <param name="path">Where it lies.</param>
    /// <exception cref="Core.Sinks.SinkException">It cannot be written.</exception>
    public static void EndLine(Stream file, string path) => OutputFile.Attempt(path, path =>
    {
        if (file.CanSeek && file.Length > 0 && LastByte(path) is not (null or (byte)'\n')) Write(file, "\n"u8);
        return true;
    });

    /// <summary>Writes behind its end.</summary>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Write(Stream file, ReadOnlySpan<byte> bytes)
    {
        // For systems without O_APPEND, and for the position that the stream itself tells. Windows keeps all others from writing to it.
        if (file.CanSeek) file.Seek(0, SeekOrigin.End);
        file.Write(bytes);
    }

    // Null where it may be written, but not read.
    private static byte? LastByte(string path)
    {
        try
        {
            using var file = SharedFile.OpenRead(path);
            file.Seek(-1, SeekOrigin.End);
            return (byte)file.ReadByte();
        }
        catch (Exception exception) when (OutputFile.IsOfTheSystem(exception))
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int value);
}
