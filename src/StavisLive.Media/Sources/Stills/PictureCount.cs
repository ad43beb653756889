using System.Buffers.Binary;

namespace StavisLive.Media.Sources.Stills;

/// <summary>How many pictures a file holds: the pictures of an animation, the pages of a scan.</summary>
internal static class PictureCount
{
    private const ushort KindTag = 254;
    private const int EntryLength = 12;

    /// <summary>At least 1, whatever the file is.</summary>
    public static int In(byte[] file)
    {
        if (RiffChunks.IsWebp(file)) return Math.Max(1, RiffChunks.Of(file, "ANMF").Count());
        if (file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]) return InPng(file);
        return file switch
        {
            [(byte)'I', (byte)'I', 42, 0, ..] => InTiff(file, isLittle: true),
            [(byte)'M', (byte)'M', 0, 42, ..] => InTiff(file, isLittle: false),
            _ => 1,
        };
    }

    // Whether it is an animation stands before the first picture.
    private static int InPng(ReadOnlySpan<byte> file)
    {
        const int Signature = 8;
        const int ChunkFrame = 12;
        if (file.Length < Signature) return 1;
        for (var rest = file[Signature..]; rest.Length > ChunkFrame;)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(rest);
            var kind = rest.Slice(4, 4);
            if (kind.SequenceEqual("IDAT"u8) || size > rest.Length - ChunkFrame) break;
            if (kind.SequenceEqual("acTL"u8)) return (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(rest[8..]), 1, int.MaxValue);
            rest = rest[(ChunkFrame + (int)size)..];
        }
        return 1;
    }

    private static int InTiff(byte[] file, bool isLittle)
    {
        var (count, seen) = (0, new HashSet<uint>());
        for (var at = Long(4); at > 0 && at <= file.Length - 2 && seen.Add(at);)
        {
            var entries = Short((int)at);
            var next = at + 2L + (entries * EntryLength);
            if (next > file.Length - 4) break;
            var isThumbnail = Enumerable.Range(0, entries)
                .Select(index => (int)at + 2 + (index * EntryLength))
                .Any(entry => Short(entry) == KindTag && (Long(entry + 8) & 1) != 0);
            if (!isThumbnail) count++;
            at = Long((int)next);
        }
        return Math.Max(1, count);

        ushort Short(int place) => isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(place)) : BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(place));

        uint Long(int place)
        {
            if (place > file.Length - 4) return 0;
            return isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(place)) : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(place));
        }
    }
}
