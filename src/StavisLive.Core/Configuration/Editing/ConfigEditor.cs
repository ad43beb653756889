using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StavisLive.Core.Configuration.Editing;

/// <summary>
/// Changes one key in the text of a configuration file; all else stays as it is, byte for byte, comments and secrets' names included.
/// </summary>
/// <remarks>
/// Paths are those of messages: <c>source.zones</c>, <c>sources[2].source.masks</c>. What comes out has been read again and compared: it
/// says what the text said before, but for that key.
/// </remarks>
public static class ConfigEditor
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Gives a key a value; a key that is missing comes at the end of its object, which is added where it is missing too.</summary>
    /// <exception cref="ConfigException">The text is no configuration, or there is no such place in it.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static byte[] Set(ReadOnlySpan<byte> text, string path, JsonNode? value) => Change(
        text, body => IsSo(body, path, value) ? [] : new ConfigEdit(body).Set(path, value), root => SetIn(root, ConfigPath.Parse(path), value));

    /// <summary>Puts a value at the end of a list, which is added where it is missing.</summary>
    /// <exception cref="ConfigException">The text is no configuration, or there is no such list in it.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static byte[] Append(ReadOnlySpan<byte> text, string path, JsonNode? value) => Change(
        text,
        body => new ConfigEdit(body).Append(path, value) ?? new ConfigEdit(body).Set(path, new JsonArray(value?.DeepClone())),
        root =>
        {
            var list = Find(root, path) as JsonArray;
            if (list is null) SetIn(root, ConfigPath.Parse(path), new JsonArray(value?.DeepClone()));
            else list.Add(value?.DeepClone());
        });

    /// <summary>Takes a key or an element of a list away; comments around it stay.</summary>
    /// <exception cref="ConfigException">The text is no configuration, or there is no such place in it.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    public static byte[] Remove(ReadOnlySpan<byte> text, string path) => Change(
        text, body => new ConfigEdit(body).Remove(path), root => RemoveIn(root, ConfigPath.Parse(path)));

    private delegate IReadOnlyList<TextChange> Work(ReadOnlySpan<byte> body);

    private static byte[] Change(ReadOnlySpan<byte> text, Work work, Action<JsonNode> model)
    {
        var mark = text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble : [];
        var body = text[mark.Length..];
        var changed = TextChange.Apply(body, work(body));
        var expected = Read(body);
        model(expected);
        _ = ConfigMap.Of(changed);
        if (!JsonNode.DeepEquals(expected, Read(changed)))
            throw new ConfigException("The text cannot be changed without changing more than was asked for; change it by hand.");
        return [.. mark, .. changed];
    }

    private static JsonNode Read(ReadOnlySpan<byte> text) => JsonNode.Parse(text, documentOptions: Lenient)!;

    private static bool IsSo(ReadOnlySpan<byte> body, string path, JsonNode? value)
    {
        _ = ConfigMap.Of(body);
        return value is not null && Find(Read(body), path) is { } now && JsonNode.DeepEquals(now, Plain(value));
    }

    private static JsonNode? Find(JsonNode root, string path)
    {
        JsonNode? node = root;
        foreach (var (key, index) in ConfigPath.Parse(path))
        {
            node = (node, key) switch
            {
                (JsonObject members, not null) => members[key],
                (JsonArray elements, null) when index < elements.Count => elements[index],
                _ => null,
            };
        }
        return node;
    }

    private static void SetIn(JsonNode root, IReadOnlyList<(string? Key, int Index)> steps, JsonNode? value)
    {
        var node = root;
        foreach (var (key, index) in steps.SkipLast(1))
        {
            if (key is null) node = node[index] ?? (node[index] = new JsonObject());
            else node = node[key] ?? (node[key] = new JsonObject());
        }
        var (last, at) = steps[^1];
        if (last is null) node[at] = Plain(value);
        else node[last] = Plain(value);
    }

    private static void RemoveIn(JsonNode root, IReadOnlyList<(string? Key, int Index)> steps)
    {
        var node = root;
        foreach (var (key, index) in steps.SkipLast(1)) node = (key is null ? node[index] : node[key])!;
        if (steps[^1].Key is { } last) node.AsObject().Remove(last);
        else node.AsArray().RemoveAt(steps[^1].Index);
    }

    // Numbers are compared as they are written.
    private static JsonNode? Plain(JsonNode? value) => value is null ? null : JsonNode.Parse(value.ToJsonString());
}
