using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StavisLive.Media.Files;

/// <summary>What the file system knows something by, whatever names and links lead to it.</summary>
/// <param name="Identity">The same for everything that is one and the same.</param>
/// <param name="IsRegular">Whether it is a file that holds bytes, rather than a folder, a device or a pipe.</param>
internal sealed partial record FileStatus(string Identity, bool IsRegular)
{
    // Of Linux, where one layout of the answer holds for every architecture: the kind of file and its inode are wanted.
    private const uint TypeAndInode = 0x101;
    private const int CurrentFolder = -100;

    // Of Windows.
    private const uint OpenExisting = 3;
    private const uint FoldersToo = 0x02000000;

    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    /// <summary>What a path leads to, links followed; null where there is nothing, or where the system doesn't tell.</summary>
    public static FileStatus? Of(string path)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return OfLinux(path);
            if (OperatingSystem.IsMacOS()) return OfMac(path);
            return OperatingSystem.IsWindows() ? OfWindows(Path.GetFullPath(path)) : null;
        }
        catch (Exception exception) when (exception is TypeLoadException || OutputFile.IsOfTheSystem(exception))
        {
            return null;
        }
    }

    private static FileStatus? OfLinux(string path)
    {
        var answer = default(Answer);
        if (StatX(CurrentFolder, path, 0, TypeAndInode, ref answer) != 0) return null;
        ReadOnlySpan<byte> bytes = answer;
        return Of(MemoryMarshal.Read<ulong>(bytes[136..]), MemoryMarshal.Read<ulong>(bytes[32..]), MemoryMarshal.Read<ushort>(bytes[28..]));
    }

    private static FileStatus? OfMac(string path)
    {
        var answer = default(Answer);
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOfMacX64(path, ref answer) : StatOfMac(path, ref answer);
        if (result != 0) return null;
        ReadOnlySpan<byte> bytes = answer;
        return Of(MemoryMarshal.Read<uint>(bytes), MemoryMarshal.Read<ulong>(bytes[8..]), MemoryMarshal.Read<ushort>(bytes[4..]));
    }

    private static FileStatus? OfWindows(string full)
    {
        // To look at a pipe would be to connect to it.
        if (WindowsPath.IsDevice(full)) return null;
        // With no rights to what it holds, so that it doesn't matter who else has it open, and how.
        using var file = CreateFile(WindowsPath.Long(full), 0, (uint)(FileShare.ReadWrite | FileShare.Delete), 0, OpenExisting, FoldersToo, 0);
        var answer = default(Answer);
        if (file.IsInvalid || GetFileInformationByHandle(file, ref answer) == 0) return null;
        ReadOnlySpan<byte> bytes = answer;
        // The two halves of the number are kept the higher one first.
        var number = ((ulong)MemoryMarshal.Read<uint>(bytes[44..]) << 32) | MemoryMarshal.Read<uint>(bytes[48..]);
        var isFolder = ((FileAttributes)MemoryMarshal.Read<uint>(bytes)).HasFlag(FileAttributes.Directory);
        return Of(MemoryMarshal.Read<uint>(bytes[28..]), number, isFolder ? 0 : RegularKind);
    }

    private static FileStatus Of(ulong device, ulong inode, int mode) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{device:x}:{inode:x}"), (mode & KindMask) == RegularKind);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref Answer answer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatOfMac(string path, ref Answer answer);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatOfMacX64(string path, ref Answer answer);

    [LibraryImport("kernel32", EntryPoint = "CreateFileW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial SafeFileHandle CreateFile(string path, uint access, uint share, nint security, uint how, uint flags, nint template);

    [LibraryImport("kernel32")]
    private static partial int GetFileInformationByHandle(SafeFileHandle file, ref Answer answer);

    // At least as long as what any of them answers.
    [InlineArray(256)]
    private struct Answer
    {
        private byte _first;
    }
}
