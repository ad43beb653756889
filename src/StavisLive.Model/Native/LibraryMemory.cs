using System.Globalization;
using System.Runtime.InteropServices;

namespace StavisLive.Model.Native;

/// <summary>What a loaded library keeps in memory of its own.</summary>
internal static unsafe class LibraryMemory
{
    /// <summary>The regions that the library may write to: its variables.</summary>
    /// <param name="fileName">The library's, without a folder. It has been loaded.</param>
    /// <returns>Address and length in bytes of each; none on a platform where this isn't known.</returns>
    public static IEnumerable<(nint Address, int Length)> Writable(string fileName) =>
        OperatingSystem.IsLinux() ? OnLinux(fileName)
        : OperatingSystem.IsWindows() ? OnWindows(NativeLibrary.Load(fileName))
        : [];

    // proc_pid_maps(5): "address perms offset dev inode path"; what a library wants zeroed lies behind its last part, and belongs to no file.
    private static IEnumerable<(nint Address, int Length)> OnLinux(string fileName)
    {
        nint endOfLibrary = 0;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            var dash = parts[0].IndexOf('-', StringComparison.Ordinal);
            var begin = nint.Parse(parts[0].AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var end = nint.Parse(parts[0].AsSpan(dash + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var isOfLibrary = parts.Length == 6 ? Path.GetFileName(parts[5]) == fileName : begin == endOfLibrary;
            if (!isOfLibrary) continue;
            endOfLibrary = end;
            if (parts[1].StartsWith("rw", StringComparison.Ordinal)) yield return (begin, (int)(end - begin));
        }
    }

    // Microsoft's PE format: the section table stands behind the headers, which lie where the library is loaded.
    private static (nint Address, int Length)[] OnWindows(nint library)
    {
        const int SectionHeaderSize = 40;
        const uint MayBeWritten = 0x80000000;
        var headers = (byte*)library + *(int*)(library + 0x3C);
        var sections = headers + 24 + *(ushort*)(headers + 20); // SizeOfOptionalHeader
        var found = new List<(nint, int)>();
        for (var index = 0; index < *(ushort*)(headers + 6); index++) // NumberOfSections
        {
            var section = sections + (index * SectionHeaderSize);
            if ((*(uint*)(section + 36) & MayBeWritten) != 0) found.Add((library + *(int*)(section + 12), *(int*)(section + 8)));
        }
        return [.. found];
    }
}
