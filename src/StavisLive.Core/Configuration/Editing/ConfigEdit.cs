using System.Text.Json;
using System.Text.Json.Nodes;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>Works out what has to change in a text.</summary>
internal readonly ref struct ConfigEdit
{
    private readonly ConfigText _text;
    private readonly ConfigPlace _root;
    private readonly ConfigLayout _layout;

    /// <param name="bytes">The text, without a mark of its coding.</param>
    public ConfigEdit(ReadOnlySpan<byte> bytes)
    {
        _text = new ConfigText(bytes);
        _root = ConfigMap.Of(bytes);
        _layout = ConfigLayout.Of(_text, _root);
    }

    /// <summary>What makes a key have a value.</summary>
    public IReadOnlyList<TextChange> Set(string path, JsonNode? value)
    {
        var steps = ConfigPath.Parse(path);
        var place = _root;
        for (var depth = 0; depth < steps.Count; depth++)
        {
            if (Step(place, steps, depth) is { } next)
            {
                place = next;
                continue;
            }
            var (key, missing) = (steps[depth].Key!, Wrap(steps.Skip(depth + 1), value, path));
            // An object that is null is there, but has no room.
            return place.Kind == JsonTokenType.Null ? [Replace(place, Wrap([steps[depth]], missing, path))] : Add(place, key, missing);
        }
        return [Replace(place, value)];
    }

    /// <summary>What puts a value at a list's end; null where there is no list yet.</summary>
    public IReadOnlyList<TextChange>? Append(string path, JsonNode? value)
    {
        if (Find(path) is not { Kind: not JsonTokenType.Null } list) return null;
        if (list.Kind != JsonTokenType.StartArray) throw new ConfigException($"`{path}` is no list.");
        return Add(list, null, value);
    }

    /// <summary>What takes a key or an element away with its comma; comments stay.</summary>
    public IReadOnlyList<TextChange> Remove(string path)
    {
        var steps = ConfigPath.Parse(path);
        var parent = _root;
        for (var depth = 0; depth < steps.Count - 1; depth++) parent = Step(parent, steps, depth) ?? throw Missing(path);
        var place = Step(parent, steps, steps.Count - 1) ?? throw Missing(path);
        var index = parent.Entries.Index().First(entry => entry.Item.Value == place).Index;
        return Take(parent, index);
    }

    // Null: it isn't there, but could be.
    private static ConfigPlace? Step(ConfigPlace place, IReadOnlyList<(string? Key, int Index)> steps, int depth)
    {
        var (key, index) = steps[depth];
        var so = PathOf(steps.Take(depth));
        if (key is null)
        {
            if (place.Kind != JsonTokenType.StartArray) throw new ConfigException($"`{so}` is no list.");
            return index < place.Entries.Count
                ? place.Entries[index].Value
                : throw new ConfigException($"`{so}` has {place.Entries.Count} entries; there is no [{index}].");
        }
        return place.Kind switch
        {
            JsonTokenType.StartObject => place[key],
            JsonTokenType.Null => null,
            _ => throw new ConfigException($"`{so}` holds no keys, so there can be no {key} in it."),
        };
    }

    private static string PathOf(IEnumerable<(string? Key, int Index)> steps) =>
        string.Concat(steps.Select((step, depth) => step.Key is null ? $"[{step.Index}]" : (depth > 0 ? "." : "") + step.Key));

    private static ConfigException Missing(string path) => new($"`{path}` is not there.");

    private static JsonNode? Wrap(IEnumerable<(string? Key, int Index)> steps, JsonNode? value, string path)
    {
        var wrapped = value?.DeepClone();
        foreach (var (key, _) in steps.Reverse()) wrapped = new JsonObject { [key ?? throw Missing(path)] = wrapped };
        return wrapped;
    }

    private ConfigPlace? Find(string path)
    {
        var (steps, place) = (ConfigPath.Parse(path), (ConfigPlace?)_root);
        for (var depth = 0; depth < steps.Count && place is not null; depth++) place = Step(place, steps, depth);
        return place;
    }

    private TextChange Replace(ConfigPlace place, JsonNode? value) =>
        new(place.Start, place.End, _layout.Format(value, _text.LineIndentOf(place.Start), _text.ColumnOf(place.Start)));

    private IReadOnlyList<TextChange> Add(ConfigPlace parent, string? key, JsonNode? value)
    {
        if (parent.Entries.Count == 0) return [AddFirst(parent, key, value)];
        var last = parent.Entries[^1];
        var comma = _text.NextToken(last.End);
        var hasComma = _text.Bytes[comma] == ',';
        if (_text.IndentOf(last.Start) is not { } indent)
        {
            var entry = Entry(key, value, _text.LineIndentOf(last.Start), _text.ColumnOf(last.End) + 2);
            return [hasComma ? new(comma + 1, comma + 1, $" {entry},") : new(last.End, last.End, $", {entry}")];
        }
        var line = _layout.NewLine + indent + Entry(key, value, indent, indent.Length);
        if (hasComma) return [At(_text.SkipRestOfLine(comma + 1), line + ",")];
        var end = _text.SkipRestOfLine(last.End);
        return end == last.End ? [At(end, "," + line)] : [At(last.End, ","), At(end, line)];
    }

    private TextChange AddFirst(ConfigPlace parent, string? key, JsonNode? value)
    {
        var close = parent.End - 1;
        var outer = _text.LineIndentOf(parent.Start);
        if (!_text.Bytes[parent.Start..close].Contains((byte)'\n'))
        {
            var (before, after) = key is null ? ("", "") : (" ", " ");
            var start = _text.SkipRestOfLine(parent.Start + 1);
            return new(start, close, before + Entry(key, value, outer, _text.ColumnOf(start) + 1) + after);
        }
        // There may be comments in it, which stay above.
        var indent = outer + _layout.Unit;
        var entry = indent + Entry(key, value, indent, indent.Length) + _layout.NewLine;
        return _text.IndentOf(close) is null ? At(close, _layout.NewLine + entry + outer) : At(_text.LineStart(close), entry);
    }

    private string Entry(string? key, JsonNode? value, string indent, int column)
    {
        var name = key is null ? "" : ConfigLayout.Key(key);
        return name + _layout.Format(value, indent, column + name.Length);
    }

    private static TextChange At(int at, string text) => new(at, at, text);

    private IReadOnlyList<TextChange> Take(ConfigPlace parent, int index)
    {
        var entry = parent.Entries[index];
        var comma = _text.NextToken(entry.End);
        if (_text.Bytes[comma] == ',') return TakeWith(entry, comma);
        if (index == 0) return [WithItsLine(entry.Start, entry.End)];
        // The last one's comma is the one before it.
        var before = _text.NextToken(parent.Entries[index - 1].End);
        return _text.Bytes[(before + 1)..entry.Start].ContainsAnyExcept(" \t\r\n"u8)
            ? [new(before, before + 1, ""), WithItsLine(entry.Start, entry.End)]
            : [new(before, entry.End, "")];
    }

    // A comment may stand between them.
    private IReadOnlyList<TextChange> TakeWith(ConfigEntry entry, int comma) => comma == entry.End
        ? [WithItsLine(entry.Start, comma + 1)]
        : _text.Bytes[entry.End..comma].ContainsAnyExcept(" \t\r\n"u8)
            ? [new(entry.Start, entry.End, ""), new(comma, comma + 1, "")]
            : [WithItsLine(entry.Start, comma + 1)];

    private TextChange WithItsLine(int start, int end)
    {
        var rest = _text.SkipBlanks(end);
        if (_text.IndentOf(start) is null) return _text.LineEnd(rest) is null ? new(start, rest, "") : new(start, end, "");
        return _text.LineEnd(rest) is { } next ? new(_text.LineStart(start), next, "") : new(start, rest, "");
    }
}
