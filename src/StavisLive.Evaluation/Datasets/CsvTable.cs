namespace StavisLive.Evaluation.Datasets;

/// <summary>A comma-separated table with named columns, as data sets describe themselves with; no quoting.</summary>
/// <remarks>Every problem is an <see cref="InvalidDataException"/> that names the file and the line.</remarks>
public sealed class CsvTable
{
    private readonly string[] _columns;

    private CsvTable(string path, string[] columns, List<CsvRow> rows)
    {
        Path = path;
        _columns = columns;
        Rows = rows;
    }

    /// <summary>Where the table was read from.</summary>
    public string Path { get; }

    /// <summary>All rows below the heading; empty lines are left out.</summary>
    public IReadOnlyList<CsvRow> Rows { get; }

    /// <summary>Reads a whole table.</summary>
    /// <param name="path">The file; its first line names the columns.</param>
    /// <param name="required">Columns that must be there; others may be, in any order.</param>
    /// <exception cref="InvalidDataException">No heading, a column missing, or a row with another number of fields.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CsvTable Read(string path, params ReadOnlySpan<string> required)
    {
        using var reader = new StreamReader(path);
        var heading = reader.ReadLine() ?? throw new InvalidDataException($"{path} is empty: a heading such as {string.Join(',', required)} is expected.");
        var columns = heading.Split(',', StringSplitOptions.TrimEntries);
        foreach (var name in required)
        {
            if (!columns.Contains(name))
                throw new InvalidDataException($"{path}, line 1: there is no column \"{name}\"; there are {string.Join(", ", columns)}.");
        }

        var rows = new List<CsvRow>();
        var table = new CsvTable(path, columns, rows);
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0) continue;
            var fields = text.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != columns.Length)
                throw new InvalidDataException($"{path}, line {line}: {fields.Length} fields instead of {columns.Length} ({heading}).");
            rows.Add(new CsvRow(table, line, fields));
        }
        return table;
    }

    /// <summary>Whether the table has a column.</summary>
    public bool Has(string column) => _columns.Contains(column);

    internal int IndexOf(string column) => Array.IndexOf(_columns, column) is var index and >= 0
        ? index
        : throw new InvalidDataException($"{Path}, line 1: there is no column \"{column}\".");
}
