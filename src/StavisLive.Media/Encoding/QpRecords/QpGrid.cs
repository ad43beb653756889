namespace StavisLive.Media.Encoding.QpRecords;

/// <summary>Makes records with larger blocks.</summary>
internal static class QpGrid
{
    /// <summary>The same picture in blocks that are so many times as large: each gets the mean of those in it, rounded.</summary>
    public static QpRecord Coarsen(QpRecord record, int factor)
    {
        if (factor == 1) return record;
        var (columns, rows) = ((record.Columns + factor - 1) / factor, (record.Rows + factor - 1) / factor);
        var deltas = new sbyte[columns * rows];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) deltas[row * columns + column] = Mean(record, column * factor, row * factor, factor);
        }
        return new QpRecord(columns, rows, deltas);
    }

    private static sbyte Mean(QpRecord record, int left, int top, int factor)
    {
        var (right, bottom) = (Math.Min(left + factor, record.Columns), Math.Min(top + factor, record.Rows));
        var sum = 0;
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++) sum += record.Deltas[row * record.Columns + column];
        }
        return (sbyte)Math.Round((double)sum / ((right - left) * (bottom - top)));
    }
}
