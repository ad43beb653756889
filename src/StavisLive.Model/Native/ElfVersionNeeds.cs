using System.Buffers.Binary;
using System.Text;

namespace StavisLive.Model.Native;

/// <summary>Edits the list of symbol versions that an ELF library needs of other libraries (.gnu.version_r).</summary>
/// <remarks>
/// 64-bit little-endian files. Offsets are those of Elf64_Ehdr, Elf64_Shdr (ELF-64 object file format 1.5), Elf64_Verneed and
/// Elf64_Vernaux (Linux Standard Base, "Symbol Versioning").
/// </remarks>
internal static class ElfVersionNeeds
{
    private const int SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort WeakFlag = 2;

    /// <summary>Marks the need for <paramref name="version"/> of <paramref name="library"/> as weak, in place.</summary>
    /// <returns>Whether the file has such a need.</returns>
    /// <exception cref="InvalidDataException">The bytes are no 64-bit little-endian ELF file, or it is damaged.</exception>
    public static bool MarkWeak(Span<byte> file, string library, string version)
    {
        if (file.Length < 64 || !file.StartsWith("\u007fELF"u8) || file[4] != 2 || file[5] != 1)
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");
        try
        {
            return MarkWeakChecked(file, Encoding.ASCII.GetBytes(library), Encoding.ASCII.GetBytes(version));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("Damaged ELF file: an offset in it points beyond its end.", error);
        }
    }

    private static bool MarkWeakChecked(Span<byte> file, ReadOnlySpan<byte> library, ReadOnlySpan<byte> version)
    {
        var needs = FindSection(file, SectionTypeVersionNeeds);
        if (needs.IsEmpty) return false;
        var names = Section(file, Int32(needs, 40)); // sh_link: the string table
        var namesAt = Offset(names, 24);

        var needAt = Offset(needs, 24); // sh_offset
        for (var left = Int32(needs, 44); left > 0; left--) // sh_info: number of needs
        {
            var need = file[needAt..];
            if (NameEquals(file, namesAt + Int32(need, 4), library) // vn_file
                && MarkVersion(file, needAt + Int32(need, 8), UInt16(need, 2), namesAt, version)) // vn_aux, vn_cnt
                return true;
            needAt += Int32(need, 12); // vn_next
        }
        return false;
    }

    private static bool MarkVersion(Span<byte> file, int at, int count, int namesAt, ReadOnlySpan<byte> version)
    {
        for (; count > 0; count--)
        {
            var entry = file[at..];
            if (NameEquals(file, namesAt + Int32(entry, 8), version)) // vna_name
            {
                BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(UInt16(entry, 4) | WeakFlag)); // vna_flags
                return true;
            }
            at += Int32(entry, 12); // vna_next
        }
        return false;
    }

    private static ReadOnlySpan<byte> FindSection(ReadOnlySpan<byte> file, int type)
    {
        var count = UInt16(file, 60); // e_shnum
        for (var index = 0; index < count; index++)
        {
            var section = Section(file, index);
            if (Int32(section, 4) == type) return section; // sh_type
        }
        return [];
    }

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> file, int index) =>
        file.Slice(checked(Offset(file, 40) + index * UInt16(file, 58)), 64); // e_shoff, e_shentsize

    private static bool NameEquals(ReadOnlySpan<byte> file, int at, ReadOnlySpan<byte> name) =>
        file[at..].StartsWith(name) && file[at + name.Length] == 0;

    private static int Offset(ReadOnlySpan<byte> data, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(data[at..]));

    private static int Int32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt32LittleEndian(data[at..]);

    private static ushort UInt16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);
}
