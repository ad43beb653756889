using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace StavisLive.Testing;

/// <summary>Texts that are like a JSON text, and wrong in some of its places: another kind of value, null, a number without end, a key twice.</summary>
public sealed class OddJson
{
    private static readonly string Deep = new string('[', 200) + new string(']', 200);

    private static readonly Gen<string> Odd = Gen.OneOf(
        Gen.OneOf(
            "null", "true", "false", "[]", "{}", "[null]", "{\"a\":null}", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"a\\u0000\"", "\" \"",
            "0", "-1", "-0.0", "0.5", "1e400", "-1e400", "1e308", "1e-400", "2147483647", "2147483648", "-2147483649", "4294967296",
            "9223372036854775807", "-9223372036854775808", "9223372036854775808", "99999999999999999999", "\"NaN\"", "NaN", "Infinity", "01", "+1",
            "{\"a\":1,\"a\":2}", "[[[[[[]]]]]]", "nul", "\"", "/* */", Deep),
        Gen.Long.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Select(number => number.ToString("R", CultureInfo.InvariantCulture)),
        Fuzzing.OddText.Select(text => JsonSerializer.Serialize(text)));

    private readonly List<JsonNode?> _nodes = [];
    private readonly Dictionary<string, int> _places = [];
    private readonly JsonNode _root;

    private OddJson(string example)
    {
        _root = JsonNode.Parse(example)!;
        Number(_root, "$");
    }

    private enum Kind
    {
        Odd,
        Other,
        Removed,
        Twice,
        Wrapped,
        Renamed,
    }

    /// <summary>Texts like an example, each wrong in up to three places, or in none.</summary>
    public static Gen<string> Like(string example)
    {
        var odd = new OddJson(example);
        var place = Gen.Int[0, odd._nodes.Count - 1];
        return Gen.Select(place, Gen.Int[0, 5], Odd, place).Array[0, 3].Select(odd.Write);
    }

    private string Write((int At, int Kind, string Odd, int Other)[] changes)
    {
        var text = new StringBuilder();
        Write(text, _root, "$", changes.DistinctBy(change => change.At).ToDictionary(change => change.At, change => ((Kind)change.Kind, change.Odd, change.Other)));
        return text.ToString();
    }

    private void Number(JsonNode? node, string path)
    {
        _places[path] = _nodes.Count;
        _nodes.Add(node);
        if (node is JsonObject properties)
        {
            foreach (var (key, value) in properties) Number(value, $"{path}.{key}");
        }
        if (node is JsonArray items)
        {
            foreach (var (index, item) in items.Index()) Number(item, $"{path}[{index}]");
        }
    }

    private void Write(StringBuilder text, JsonNode? node, string path, Dictionary<int, (Kind Kind, string Odd, int Other)> changes)
    {
        var change = changes.TryGetValue(_places[path], out var found) ? found : default((Kind Kind, string Odd, int Other)?);
        if (change is { Kind: Kind.Odd } odd) text.Append(odd.Odd);
        else if (change is { Kind: Kind.Other } other) text.Append(_nodes[other.Other]?.ToJsonString() ?? "null");
        else
        {
            if (change is { Kind: Kind.Wrapped }) text.Append('[');
            WritePlain(text, node, path, changes);
            if (change is { Kind: Kind.Wrapped }) text.Append(']');
        }
    }

    private void WritePlain(StringBuilder text, JsonNode? node, string path, Dictionary<int, (Kind Kind, string Odd, int Other)> changes)
    {
        switch (node)
        {
            case JsonObject properties:
                WriteAll(text, "{}", properties.Select(property => ($"{path}.{property.Key}", (string?)property.Key, property.Value)), changes);
                break;
            case JsonArray items:
                WriteAll(text, "[]", items.Index().Select(item => ($"{path}[{item.Index}]", (string?)null, item.Item)), changes);
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void WriteAll(
        StringBuilder text, string brackets, IEnumerable<(string Path, string? Key, JsonNode? Value)> entries, Dictionary<int, (Kind Kind, string Odd, int Other)> changes)
    {
        text.Append(brackets[0]);
        var separator = "";
        foreach (var (path, key, value) in entries)
        {
            var change = changes.TryGetValue(_places[path], out var found) ? found.Kind : Kind.Odd;
            for (var times = change switch { Kind.Removed => 0, Kind.Twice => 2, _ => 1 }; times > 0; times--)
            {
                text.Append(separator);
                if (key is not null) text.Append(change == Kind.Renamed && found.Odd.StartsWith('"') ? found.Odd : JsonSerializer.Serialize(key)).Append(':');
                Write(text, value, path, changes);
                separator = ",";
            }
        }
        text.Append(brackets[1]);
    }
}
