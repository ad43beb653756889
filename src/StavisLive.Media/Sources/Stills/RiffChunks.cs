using System.Buffers.Binary;

namespace StavisLive.Media.Sources.Stills;

/// <summary>The chunks of a WebP file.</summary>
internal static class RiffChunks
{
    private const int FileHead = 12;
    private const int ChunkHead = 8;

    /// <summary>Whether a file is WebP.</summary>
    public static bool IsWebp(ReadOnlySpan<byte> file) => file.Length > FileHead && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <summary>Where the contents of the chunks of a kind lie, as far as they lie in the file.</summary>
    public static IEnumerable<Range> Of(byte[] file, string kind)
    {
        for (var at = FileHead; at <= file.Length - ChunkHead;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4));
            var begin = at + ChunkHead;
            if (size > file.Length - begin) yield break;
            if (System.Text.Encoding.ASCII.GetString(file, at, 4) == kind) yield return begin..(begin + (int)size);
            at = begin + (int)size + (int)(size % 2);
        }
    }
}
