namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>kvazaar's <c>--roi FILE.bin</c>: the records themselves, a value for each of its largest blocks. It begins again at the end of the file.</summary>
internal sealed class KvazaarFormat : QpFormat
{
    /// <inheritdoc />
    public override string Name => "kvazaar";

    /// <inheritdoc />
    private protected override int BlockSize => 64;

    /// <inheritdoc />
    private protected override void Write(QpRecord record, long number, QpFileShape shape, Stream output) =>
        output.Write(QpRecord.Format(record.Columns, record.Rows, record.Deltas));

    /// <inheritdoc />
    private protected override long Check(Stream file, string path, QpFileShape shape)
    {
        if (!path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase)) throw new InvalidDataException("its name must end in .bin, or kvazaar reads it as text");
        QpRecord? first = null;
        var number = 0L;
        foreach (var record in QpRecordReader.Read(file))
        {
            first ??= record;
            if ((record.Columns, record.Rows) != (first.Columns, first.Rows)) throw Bad(number, $"has {record.Columns}x{record.Rows} blocks, those before {first.Columns}x{first.Rows}");
            if (shape.HasSize && (record.Columns, record.Rows) != shape.GridOf(BlockSize))
                throw Bad(number, $"has {record.Columns}x{record.Rows} blocks; {shape.Width}x{shape.Height} pixels have {shape.GridOf(BlockSize).Columns}x{shape.GridOf(BlockSize).Rows} of {BlockSize}, and of others kvazaar takes the nearest");
            CheckDeltas(record, number++);
        }
        return number;
    }
}
