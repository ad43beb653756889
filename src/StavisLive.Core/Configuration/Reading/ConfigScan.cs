using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StavisLive.Core.Configuration.Reading;

/// <summary>
/// Finds every key of a configuration text that no setting has, with the nearest right key, every value of the wrong kind, every word
/// that a setting doesn't know, and the line of each.
/// </summary>
/// <remarks>The deserialiser alone would stop at the first one and could not say what was meant.</remarks>
internal ref struct ConfigScan
{
    private readonly string _file;
    private readonly JsonSerializerOptions _options;
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<string> _problems;
    private readonly List<ConfigProblem> _misread;
    private readonly Dictionary<string, int> _lines;
    private Utf8JsonReader _reader;

    private ConfigScan(string file, ReadOnlySpan<byte> text, JsonSerializerOptions options)
    {
        _file = file;
        _text = text;
        _options = options;
        _problems = [];
        _misread = [];
        _lines = [];
        _reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
        });
    }

    /// <summary>Reads the whole text.</summary>
    /// <returns>Where each key stands, and the words that none of these settings know.</returns>
    /// <exception cref="ConfigException">Everything that is wrong with its keys and kinds of value.</exception>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static (ConfigLines Lines, IReadOnlyList<ConfigProblem> Misread) Run(string file, ReadOnlySpan<byte> text, Type type, JsonSerializerOptions options)
    {
        var scan = new ConfigScan(file, text, options);
        scan._reader.Read();
        if (scan._reader.TokenType == JsonTokenType.StartObject) scan.ReadObject(type, path: "");
        return scan._problems.Count == 0 ? (new ConfigLines(file, scan._lines), scan._misread) : throw new ConfigException(scan._problems);
    }

    private void ReadObject(Type type, string path)
    {
        // What is computed from settings is none.
        IReadOnlyList<JsonPropertyInfo> known = [.. _options.GetTypeInfo(type).Properties.Where(property => property.Set is not null)];
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = ReadText();
            var property = known.FirstOrDefault(candidate => candidate.Name == key);
            if (!_lines.TryAdd(path + key, Line)) _problems.Add($"{Here} \"{path}{key}\" is given a second time; the first is in line {_lines[path + key]}.");
            if (property is null) _problems.Add($"{Here} unknown key \"{path}{key}\"; {Hint(key, path, known)}");
            _reader.Read();
            if (property is null) _reader.Skip();
            else if (_reader.TokenType == JsonTokenType.Null && !property.IsSetNullable) ReportKind(path + key, property.PropertyType);
            else ReadValue(property.PropertyType, path + key);
        }
    }

    private void ReadValue(Type type, string path)
    {
        var info = _options.GetTypeInfo(type);
        if (_reader.TokenType == JsonTokenType.StartObject && info.Kind == JsonTypeInfoKind.Object) ReadObject(type, path + ".");
        else if (_reader.TokenType == JsonTokenType.StartArray && info is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element }) ReadElements(element, path);
        else ReadPlain(type, path);
    }

    private void ReadElements(Type type, string path)
    {
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            _lines[$"{path}[{index}]"] = Line;
            if (_reader.TokenType == JsonTokenType.Null) ReportKind($"{path}[{index}]", type);
            else ReadValue(type, $"{path}[{index}]");
        }
    }

    private void ReadPlain(Type type, string path)
    {
        if (_reader.TokenType == JsonTokenType.String)
        {
            var text = ReadText();
            if (text.Contains('\0')) _problems.Add($"{Here} the value of \"{path}\" holds a zero character, which no name and no path can.");
            if (ConfigWords.Of(type) is { } kind && !kind.Knows(text)) _misread.Add(kind.Problem(path, text));
        }
        CheckNumbers(path);
        var value = _reader;
        try
        {
            JsonSerializer.Deserialize(ref value, type, _options);
        }
        catch (JsonException)
        {
            ReportKind(path, type);
        }
        _reader.Skip();
    }

    // Those of lists that are one value, such as a point, too.
    private void CheckNumbers(string path)
    {
        var number = _reader;
        var isBeyond = IsBeyondCounting(number);
        if (_reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            while (number.Read() && number.CurrentDepth > _reader.CurrentDepth) isBeyond |= IsBeyondCounting(number);
        }
        if (isBeyond) _problems.Add($"{Here} the value of \"{path}\" holds a number beyond all that can be counted.");
    }

    private static bool IsBeyondCounting(Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && !double.IsFinite(number);

    private string ReadText()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            _problems.Add($"{Here} a text holds half of a letter, such as \\ud83d without what belongs behind it.");
            return "";
        }
    }

    private readonly void ReportKind(string path, Type expected) =>
        _problems.Add($"{Here} the value of \"{path}\" is of the wrong kind; {ConfigKind.Of(expected, _options)} is expected.");

    private readonly int Line => 1 + _text[..(int)_reader.TokenStartIndex].Count((byte)'\n');

    private readonly string Here => $"{_file}, line {Line}:";

    private static string Hint(string key, string path, IReadOnlyList<JsonPropertyInfo> known) => NearestName.Find(key, known.Select(property => property.Name)) is { } nearest
        ? $"did you mean \"{path}{nearest}\"?"
        : $"known here: {string.Join(", ", known.Select(property => property.Name))}";
}
