using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Whom files belong to, which .NET itself tells and changes nowhere; on Linux only.</summary>
internal static partial class FileOwner
{
    // Linux's numbers (statx(2)), where one layout of the answer holds for every architecture.
    private const uint OwnerAndGroup = 0x18;
    private const int CurrentFolder = -100;

    // What fchown(2) leaves as it is.
    private const uint Same = uint.MaxValue;

    /// <summary>Gives a file the owner and the group of another; the group alone, or nothing, where the system refuses.</summary>
    public static void Copy(string from, SafeFileHandle to)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            var answer = default(Answer);
            if (StatX(CurrentFolder, from, 0, OwnerAndGroup, ref answer) != 0) return;
            ReadOnlySpan<byte> bytes = answer;
            var (owner, group) = (MemoryMarshal.Read<uint>(bytes[20..]), MemoryMarshal.Read<uint>(bytes[24..]));
            if (ChangeOwner(to, owner, group) != 0) _ = ChangeOwner(to, Same, group);
        }
        catch (TypeLoadException)
        {
            // A C library that has no such calls.
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref Answer answer);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [InlineArray(256)]
    private struct Answer
    {
        private byte _first;
    }
}
