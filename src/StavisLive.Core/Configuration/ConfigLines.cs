namespace StavisLive.Core.Configuration;

/// <summary>Where in its file each key of a configuration stands.</summary>
/// <remarks>All are equal: where a configuration was written is no part of what it says.</remarks>
public sealed class ConfigLines : IEquatable<ConfigLines>
{
    private readonly string? _file;
    private readonly IReadOnlyDictionary<string, int> _lines;

    /// <param name="file">The file, for messages; null where there is none.</param>
    /// <param name="lines">Line of each key that the file holds, from 1.</param>
    internal ConfigLines(string? file, IReadOnlyDictionary<string, int> lines)
    {
        _file = file;
        _lines = lines;
    }

    /// <summary>The file; null where there is none.</summary>
    public string? File => _file;

    /// <summary>A configuration that comes from no file.</summary>
    public static ConfigLines None { get; } = new(null, new Dictionary<string, int>());

    /// <summary>
    /// Problems as sentences, each with the file and line of its key where the file holds it. What many sources of a list have from one
    /// line is told once.
    /// </summary>
    /// <param name="problems">The problems.</param>
    /// <param name="word">The sentence of a problem; null: as it calls its settings by their keys.</param>
    internal IReadOnlyList<string> Describe(IEnumerable<ConfigProblem> problems, Func<ConfigProblem, string>? word = null) =>
    [
        .. problems
            .GroupBy(problem => (Line: LineOf(problem.Key), Text: word is null ? problem.ToString() : word(problem)))
            .Select(same => Place(same.Key.Line) + Streams([.. same.Select(problem => problem.Stream).OfType<string>().Distinct()]) + same.Key.Text),
    ];

    /// <inheritdoc />
    public bool Equals(ConfigLines? other) => other is not null;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ConfigLines);

    /// <inheritdoc />
    public override int GetHashCode() => 0;

    private string Place(int? line) => line is null ? "" : $"{_file}, line {line}: ";

    private static string Streams(IReadOnlyList<string> streams) => streams.Count switch
    {
        0 => "",
        1 => $"{streams[0]}: ",
        _ => $"{streams[0]} and {streams.Count - 1} more: ",
    };

    private int? LineOf(string key)
    {
        if (_lines.TryGetValue(key, out var line)) return line;
        // A source of a list has what it doesn't say itself from the sections above the list; what nobody says is missing at its own place.
        var entry = key.IndexOf("].", StringComparison.Ordinal);
        if (entry < 0) return null;
        return _lines.TryGetValue(key[(entry + 2)..], out line) || _lines.TryGetValue(key[..(entry + 1)], out line) ? line : null;
    }
}
