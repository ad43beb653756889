using System.Buffers.Binary;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>What x264's interface takes as <c>quant_offsets</c>: a 32-bit float for each macroblock, little-endian, picture after picture.</summary>
internal sealed class X264Format : RawFormat
{
    /// <inheritdoc />
    public override string Name => "x264";

    /// <inheritdoc />
    private protected override int BlockSize => 16;

    /// <inheritdoc />
    private protected override int ValueLength => sizeof(float);

    /// <inheritdoc />
    private protected override double ValueOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadSingleLittleEndian(bytes);

    /// <inheritdoc />
    private protected override void Write(QpRecord record, long number, QpFileShape shape, Stream output)
    {
        var bytes = new byte[record.Deltas.Length * sizeof(float)];
        for (var block = 0; block < record.Deltas.Length; block++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(block * sizeof(float)), record.Deltas[block]);
        output.Write(bytes);
    }
}
