using System.Globalization;

namespace StavisLive.Evaluation.Datasets;

/// <summary>One row of a <see cref="CsvTable"/>.</summary>
public sealed class CsvRow(CsvTable table, int line, string[] fields)
{
    /// <summary>The field of a column as it stands.</summary>
    public string Text(string column) => fields[table.IndexOf(column)];

    /// <summary>A whole number.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public int Integer(string column) =>
        int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(column, "a whole number");

    /// <summary>A finite number.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public float Number(string column) =>
        float.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw Wrong(column, "a number");

    /// <summary>A finite number, as a time that may be hours from its origin.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public double PreciseNumber(string column) =>
        double.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Wrong(column, "a number");

    /// <summary>An error that names this row and a column of it.</summary>
    public InvalidDataException Wrong(string column, string expected) =>
        new($"{table.Path}, line {line}: \"{Text(column)}\" in column \"{column}\" is not {expected}.");
}
