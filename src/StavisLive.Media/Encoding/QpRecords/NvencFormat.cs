using System.Runtime.InteropServices;

namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>NVENC's <c>qpDeltaMap</c> (with <c>NV_ENC_QP_MAP_DELTA</c>): a signed byte for each block, picture after picture.</summary>
/// <param name="name">What it is called on the command line.</param>
/// <param name="blockSize">The codec's: a macroblock of H.264, a CTB of H.265, a superblock of AV1.</param>
internal sealed class NvencFormat(string name, int blockSize) : RawFormat
{
    /// <inheritdoc />
    public override string Name => name;

    /// <inheritdoc />
    private protected override int BlockSize => blockSize;

    /// <inheritdoc />
    private protected override int ValueLength => 1;

    /// <inheritdoc />
    private protected override double ValueOf(ReadOnlySpan<byte> bytes) => (sbyte)bytes[0];

    /// <inheritdoc />
    private protected override void Write(QpRecord record, long number, QpFileShape shape, Stream output) => output.Write(MemoryMarshal.AsBytes(record.Deltas.AsSpan()));
}
