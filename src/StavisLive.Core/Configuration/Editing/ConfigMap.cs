using System.Text.Json;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Finds where every value of a configuration stands in its text.</summary>
internal ref struct ConfigMap
{
    private Utf8JsonReader _reader;

    private ConfigMap(ReadOnlySpan<byte> text) =>
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });

    /// <summary>The place of the whole configuration.</summary>
    /// <exception cref="ConfigException">The text is not JSON, no object, or gives a key twice.</exception>
    public static ConfigPlace Of(ReadOnlySpan<byte> text)
    {
        var map = new ConfigMap(text);
        try
        {
            map._reader.Read();
            var root = map.Read("");
            // What comes after it must be nothing.
            while (map._reader.Read())
            {
            }
            return root.Kind == JsonTokenType.StartObject
                ? root
                : throw new ConfigException("The text holds no configuration; an object { ... } is expected.");
        }
        catch (JsonException e)
        {
            throw new ConfigException($"The text is no longer valid JSON, in line {(e.LineNumber ?? 0) + 1}.");
        }
    }

    private ConfigPlace Read(string path)
    {
        var (kind, start) = (_reader.TokenType, (int)_reader.TokenStartIndex);
        IReadOnlyList<ConfigEntry> entries = kind switch
        {
            JsonTokenType.StartObject => ReadMembers(path),
            JsonTokenType.StartArray => ReadElements(path),
            _ => [],
        };
        return new ConfigPlace(kind, start, (int)_reader.BytesConsumed, entries);
    }

    private List<ConfigEntry> ReadMembers(string path)
    {
        var members = new List<ConfigEntry>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var (key, start) = (_reader.GetString()!, (int)_reader.TokenStartIndex);
            if (members.Any(member => member.Key == key)) throw new ConfigException($"`{path}{key}` is given twice.");
            _reader.Read();
            members.Add(new ConfigEntry(key, start, Read($"{path}{key}.")));
        }
        return members;
    }

    private List<ConfigEntry> ReadElements(string path)
    {
        var elements = new List<ConfigEntry>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)_reader.TokenStartIndex;
            elements.Add(new ConfigEntry(null, start, Read($"{path.TrimEnd('.')}[{elements.Count}].")));
        }
        return elements;
    }
}
