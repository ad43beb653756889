using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>Reads a file of QP maps record by record.</summary>
internal static class QpRecordReader
{
    // 16384 pixels in blocks of 8: larger numbers are another kind of file.
    private const int MostBlocks = 2048;

    /// <summary>The records of a stream, as far as they can be read.</summary>
    /// <param name="stream">Where from; borrowed.</param>
    /// <exception cref="InvalidDataException">The next record is none; the message says which and why.</exception>
    public static IEnumerable<QpRecord> Read(Stream stream)
    {
        var head = new byte[QpRecord.HeadLength];
        for (var number = 0L; ; number++)
        {
            var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (got == 0) yield break;
            if (got < head.Length) throw Bad(number, $"ends after {got} of its first {head.Length} bytes");
            var (columns, rows) = (BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(sizeof(int))));
            if (columns is < 1 or > MostBlocks || rows is < 1 or > MostBlocks) throw Bad(number, $"says that it has {columns}x{rows} blocks");
            var deltas = new sbyte[columns * rows];
            got = stream.ReadAtLeast(MemoryMarshal.AsBytes(deltas.AsSpan()), deltas.Length, throwOnEndOfStream: false);
            if (got < deltas.Length) throw Bad(number, $"ends after {got} of its {columns}x{rows} = {deltas.Length} differences");
            yield return new QpRecord(columns, rows, deltas);
        }
    }

    private static InvalidDataException Bad(long number, string what) => new(string.Create(CultureInfo.InvariantCulture, $"record {number} {what}"));
}
