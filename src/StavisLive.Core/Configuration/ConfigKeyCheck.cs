using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StavisLive.Core.Configuration;

/// <summary>Finds every key of a configuration text that no setting has, with its line and the nearest right key.</summary>
/// <remarks>The deserialiser alone would stop at the first one and could not say what was meant.</remarks>
internal ref struct ConfigKeyCheck
{
    private readonly string _file;
    private readonly JsonSerializerOptions _options;
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<string> _problems;
    private Utf8JsonReader _reader;

    private ConfigKeyCheck(string file, ReadOnlySpan<byte> text, JsonSerializerOptions options)
    {
        _file = file;
        _text = text;
        _options = options;
        _problems = [];
        _reader = new Utf8JsonReader(text, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
        });
    }

    /// <summary>All unknown keys, as sentences.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<string> Run(string file, ReadOnlySpan<byte> text, Type type, JsonSerializerOptions options)
    {
        var check = new ConfigKeyCheck(file, text, options);
        check._reader.Read();
        if (check._reader.TokenType == JsonTokenType.StartObject) check.CheckObject(type, path: "");
        return check._problems;
    }

    private void CheckObject(Type type, string path)
    {
        var known = _options.GetTypeInfo(type).Properties;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = _reader.GetString()!;
            var property = known.FirstOrDefault(candidate => candidate.Name == key);
            if (property is null) _problems.Add(Describe(key, path, known));
            _reader.Read();
            if (property is not null) CheckValue(property.PropertyType, path + key);
            else _reader.Skip();
        }
    }

    private void CheckValue(Type type, string path)
    {
        if (_reader.TokenType == JsonTokenType.StartObject && _options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object) CheckObject(type, path + ".");
        else if (_reader.TokenType == JsonTokenType.StartArray && _options.GetTypeInfo(type).ElementType is { } element) CheckElements(element, path);
        else _reader.Skip();
    }

    private void CheckElements(Type type, string path)
    {
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++) CheckValue(type, $"{path}[{index}]");
    }

    private readonly string Describe(string key, string path, IList<JsonPropertyInfo> known)
    {
        var line = 1 + _text[..(int)_reader.TokenStartIndex].Count((byte)'\n');
        var nearest = NearestName.Find(key, known.Select(property => property.Name));
        var hint = nearest is null ? $"known here: {string.Join(", ", known.Select(property => property.Name))}" : $"did you mean \"{path}{nearest}\"?";
        return $"{_file}, line {line}: unknown key \"{path}{key}\"; {hint}";
    }
}
