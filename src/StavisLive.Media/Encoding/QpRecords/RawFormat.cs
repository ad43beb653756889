namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>A format without any head: the values of one picture after the other, in raster order.</summary>
internal abstract class RawFormat : QpFormat
{
    /// <inheritdoc />
    public override bool NeedsSize => true;

    /// <summary>Bytes of a value.</summary>
    private protected abstract int ValueLength { get; }

    /// <summary>A value.</summary>
    private protected abstract double ValueOf(ReadOnlySpan<byte> bytes);

    /// <inheritdoc />
    private protected override long Check(Stream file, string path, QpFileShape shape)
    {
        var (columns, rows) = shape.GridOf(BlockSize);
        var picture = new byte[columns * rows * ValueLength];
        for (var number = 0L; ; number++)
        {
            var got = file.ReadAtLeast(picture, picture.Length, throwOnEndOfStream: false);
            if (got == 0) return number;
            if (got < picture.Length) throw Bad(number, $"ends after {got} of its {picture.Length} bytes ({columns}x{rows} blocks of {BlockSize} pixels)");
            for (var block = 0; block < columns * rows; block++)
            {
                var value = ValueOf(picture.AsSpan(block * ValueLength, ValueLength));
                if (!(Math.Abs(value) <= MostDelta)) throw Bad(number, FormattableString.Invariant($"asks for {value} in block {block}; {-MostDelta} to {MostDelta} are possible"));
            }
        }
    }
}
