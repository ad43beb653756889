namespace StavisLive.Core.Configuration;

/// <summary>Where in its file each key of a configuration stands.</summary>
/// <remarks>All are equal: where a configuration was written is no part of what it says.</remarks>
/// <param name="file">The file, for messages; null where there is none.</param>
/// <param name="lines">Line of each key that the file holds, from 1.</param>
public sealed class ConfigLines(string? file, IReadOnlyDictionary<string, int> lines) : IEquatable<ConfigLines>
{
    /// <summary>A configuration that comes from no file.</summary>
    public static ConfigLines None { get; } = new(null, new Dictionary<string, int>());

    /// <summary>
    /// Problems as sentences, each with the file and line of its key where the file holds it. What many sources of a list have from one
    /// line is told once.
    /// </summary>
    public IReadOnlyList<string> Describe(IEnumerable<ConfigProblem> problems) =>
    [
        .. problems
            .GroupBy(problem => (Line: LineOf(problem.Key), problem.Text))
            .Select(same => Place(same.Key.Line) + Streams([.. same.Select(problem => problem.Stream).OfType<string>().Distinct()]) + same.Key.Text),
    ];

    /// <inheritdoc />
    public bool Equals(ConfigLines? other) => other is not null;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ConfigLines);

    /// <inheritdoc />
    public override int GetHashCode() => 0;

    private string Place(int? line) => line is null ? "" : $"{file}, line {line}: ";

    private static string Streams(IReadOnlyList<string> streams) => streams.Count switch
    {
        0 => "",
        1 => $"{streams[0]}: ",
        _ => $"{streams[0]} and {streams.Count - 1} more: ",
    };

    private int? LineOf(string key)
    {
        if (lines.TryGetValue(key, out var line)) return line;
        // A source of a list has what it doesn't say itself from the sections above the list; what nobody says is missing at its own place.
        var entry = key.IndexOf("].", StringComparison.Ordinal);
        if (entry < 0) return null;
        return lines.TryGetValue(key[(entry + 2)..], out line) || lines.TryGetValue(key[..(entry + 1)], out line) ? line : null;
    }
}
