using System.Buffers.Binary;
using System.Runtime.InteropServices;
using StavisLive.Media.Encoding.Regions;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>One picture's differences as files hold them: columns and rows as 32-bit numbers, then a signed byte for each block; little-endian.</summary>
/// <param name="Columns">Blocks per row.</param>
/// <param name="Rows">Rows of blocks.</param>
/// <param name="Deltas">The differences in raster order.</param>
internal sealed record QpRecord(int Columns, int Rows, sbyte[] Deltas)
{
    /// <summary>Bytes before the differences.</summary>
    internal const int HeadLength = 2 * sizeof(int);

    /// <summary>The bytes of a picture's record.</summary>
    internal static byte[] Format(DeltaQpMap map) => Format(map.Columns, map.Rows, map.Deltas);

    /// <summary>The bytes of a record.</summary>
    internal static byte[] Format(int columns, int rows, ReadOnlySpan<sbyte> deltas)
    {
        var bytes = new byte[HeadLength + deltas.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, columns);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int)), rows);
        MemoryMarshal.AsBytes(deltas).CopyTo(bytes.AsSpan(HeadLength));
        return bytes;
    }
}
