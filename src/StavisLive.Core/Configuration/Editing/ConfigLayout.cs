using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>How a configuration is laid out, and new values in the same way: what fits is on one line.</summary>
/// <param name="newLine">How its lines end.</param>
/// <param name="unit">How much further each level is indented.</param>
internal sealed class ConfigLayout(string newLine, string unit)
{
    private const int Width = 140;
    private const string CommonUnit = "  ";

    // For people: addresses and names as they are.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>How lines end.</summary>
    public string NewLine => newLine;

    /// <summary>How much further each level is indented.</summary>
    public string Unit => unit;

    /// <summary>The layout of a text.</summary>
    public static ConfigLayout Of(ConfigText text, ConfigPlace root) => new(text.Bytes.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n", UnitOf(text, root));

    /// <summary>A key as it stands before its value.</summary>
    public static string Key(string key) => $"{JsonSerializer.Serialize(key, Plain)}: ";

    /// <summary>A value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indent">The indentation of the line that it begins on.</param>
    /// <param name="before">How many letters precede it there.</param>
    public string Format(JsonNode? value, string indent, int before)
    {
        var line = OnOneLine(value);
        if (before + line.Length <= Width || value is not (JsonArray { Count: > 0 } or JsonObject { Count: > 0 })) return line;
        var inner = indent + unit;
        var (open, close, entries) = value is JsonObject members
            ? ('{', '}', members.Select(member => Key(member.Key) + Format(member.Value, inner, inner.Length + member.Key.Length + 4)))
            : ('[', ']', value.AsArray().Select(element => Format(element, inner, inner.Length)));
        var text = new StringBuilder().Append(open).Append(newLine);
        text.AppendJoin("," + newLine, entries.Select(entry => inner + entry));
        return text.Append(newLine).Append(indent).Append(close).ToString();
    }

    private static string OnOneLine(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject { Count: 0 } => "{}",
        JsonObject members => $"{{ {string.Join(", ", members.Select(member => Key(member.Key) + OnOneLine(member.Value)))} }}",
        JsonArray elements => $"[{string.Join(", ", elements.Select(OnOneLine))}]",
        _ => value.ToJsonString(Plain),
    };

    private static string UnitOf(ConfigText text, ConfigPlace root)
    {
        foreach (var entry in root.Entries)
        {
            if (text.IndentOf(entry.Start) is { Length: > 0 } indent) return indent;
        }
        return CommonUnit;
    }
}
