using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using StavisLive.Core.Configuration.Editing;

namespace StavisLive.Core.Tests.Configuration.Editing;

/// <summary>Any configuration, laid out in any way, with comments in any place.</summary>
public partial class ConfigEditorPropertyTests
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf<JsonNode?>(
        Gen.Double[-1, 1].Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Int.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.OneOf("x", "rtsp://u:${P}@h/", "// no \"comment\"", "/* nor */ this", "a, b ] }", "Tür").Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Const((JsonNode?)null));

    private static readonly Gen<JsonNode?> Any = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3
        ? Leaf
        : Gen.Frequency((2, Leaf), (2, Members(inner).Select(members => (JsonNode?)members)), (2, inner.Array[0, 3].Select(elements => (JsonNode?)new JsonArray([.. elements.Select(Copy)])))));

    private static readonly Gen<(JsonObject Root, int Seed, JsonNode? Value)> Cases = Gen.Select(Members(Any), Gen.Int[0, 1 << 30], Any);

    [Fact]
    public void Set_AnyKeyThatIsThere_ChangesNothingBeside() => Cases.Sample((root, seed, value) =>
    {
        var (random, text) = Render(root, seed);
        var paths = PathsOf(root, "").ToList();
        if (paths.Count == 0) return;
        var path = paths[random.Next(paths.Count)];

        var changed = Encoding.UTF8.GetString(ConfigEditor.Set(Encoding.UTF8.GetBytes(text), path, Copy(value)));

        var place = PlaceOf(ConfigMap.Of(Encoding.UTF8.GetBytes(text)), path);
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.StartsWith(Encoding.UTF8.GetString(bytes[..place.Start]), changed);
        Assert.EndsWith(Encoding.UTF8.GetString(bytes[place.End..]), changed);
    }, iter: 2000);

    [Fact]
    public void Set_AnyMissingKey_OnlyAdds() => Cases.Sample((root, seed, value) =>
    {
        var (random, text) = Render(root, seed);
        var objects = PathsOf(root, "").Where(path => NodeOf(root, path) is JsonObject).Prepend("").ToList();
        var path = $"{objects[random.Next(objects.Count)]}.added{(random.Next(2) == 0 ? ".deep" : "")}".TrimStart('.');

        AssertOnlyAdds(text, ConfigEditor.Set(Encoding.UTF8.GetBytes(text), path, Copy(value)));
    }, iter: 2000);

    [Fact]
    public void Append_AnyList_OnlyAdds() => Cases.Sample((root, seed, value) =>
    {
        var (random, text) = Render(root, seed);
        var lists = PathsOf(root, "").Where(path => NodeOf(root, path) is JsonArray).Append("added").ToList();

        AssertOnlyAdds(text, ConfigEditor.Append(Encoding.UTF8.GetBytes(text), lists[random.Next(lists.Count)], Copy(value)));
    }, iter: 2000);

    [Fact]
    public void Remove_AnyThing_OnlyTakesAwayAndKeepsCommentsOutsideOfIt() => Cases.Sample((root, seed, _) =>
    {
        var (random, text) = Render(root, seed);
        var paths = PathsOf(root, "").ToList();
        if (paths.Count == 0) return;
        var path = paths[random.Next(paths.Count)];
        var bytes = Encoding.UTF8.GetBytes(text);

        var changed = Encoding.UTF8.GetString(ConfigEditor.Remove(bytes, path));

        var place = PlaceOf(ConfigMap.Of(bytes), path);
        Assert.True(IsWithin(changed, text), $"{path}\n{text}\n{changed}");
        var inside = Comments().Count(Encoding.UTF8.GetString(bytes[place.Start..place.End]));
        Assert.InRange(Comments().Count(changed), Comments().Count(text) - inside - KeyComments, Comments().Count(text) - inside);
    }, iter: 2000);

    // Those between a key and its value go with it.
    private const int KeyComments = 3;

    [GeneratedRegex(@"#\d+#")]
    private static partial Regex Comments();

    private static void AssertOnlyAdds(string text, byte[] changed)
    {
        var after = Encoding.UTF8.GetString(changed);
        // Spaces in an empty list or object give way to what comes into it.
        Assert.True(IsWithin(text.Replace(" ", "", StringComparison.Ordinal), after), $"{text}\n{after}");
        Assert.Equal(Comments().Matches(text).Select(comment => comment.Value), Comments().Matches(after).Select(comment => comment.Value));
    }

    // Whether a text comes out of another by leaving letters out.
    private static bool IsWithin(string less, string more)
    {
        var at = 0;
        foreach (var letter in more)
        {
            if (at < less.Length && less[at] == letter) at++;
        }
        return at == less.Length;
    }

    private static Gen<JsonObject> Members(Gen<JsonNode?> inner) => Gen.Select(Gen.OneOf("a", "b", "zones", "name_2", "E"), inner).Array[0, 4].Select(pairs =>
    {
        var members = new JsonObject();
        foreach (var (key, value) in pairs) members[key] = Copy(value);
        return members;
    });

    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static IEnumerable<string> PathsOf(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Under(member.Value, path.Length > 0 ? $"{path}.{member.Key}" : member.Key)),
        JsonArray elements => elements.SelectMany((element, index) => Under(element, $"{path}[{index}]")),
        _ => [],
    };

    private static IEnumerable<string> Under(JsonNode? node, string path) => PathsOf(node, path).Prepend(path);

    private static JsonNode? NodeOf(JsonNode? node, string path)
    {
        foreach (var (key, index) in ConfigPath.Parse(path)) node = key is null ? node![index] : node![key];
        return node;
    }

    private static ConfigPlace PlaceOf(ConfigPlace place, string path)
    {
        foreach (var (key, index) in ConfigPath.Parse(path)) place = key is null ? place.Entries[index].Value : place[key]!;
        return place;
    }

    private static (Random Random, string Text) Render(JsonObject root, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        var (newLine, number) = (random.Next(2) == 0 ? "\n" : "\r\n", 0);
        Gap();
        Write(root);
        Gap();
        Assert.True(JsonNode.DeepEquals(root, JsonNode.Parse(text.ToString(), documentOptions: Lenient)));
        return (random, text.ToString());

        void Write(JsonNode? node)
        {
            if (node is JsonObject members) WriteAll('{', '}', members.Select(member => (Action)(() => WriteMember(member.Key, member.Value))).ToList());
            else if (node is JsonArray elements) WriteAll('[', ']', elements.Select(element => (Action)(() => Write(element))).ToList());
            else text.Append(node?.ToJsonString() ?? "null");
        }

        void WriteMember(string key, JsonNode? value)
        {
            text.Append('"').Append(key).Append(random.Next(4) == 0 ? "\" :" : "\":");
            Gap();
            Write(value);
        }

        void WriteAll(char open, char close, List<Action> entries)
        {
            text.Append(open);
            foreach (var (index, entry) in entries.Index())
            {
                Gap();
                entry();
                Gap();
                if (index < entries.Count - 1 || random.Next(3) == 0) text.Append(',');
            }
            Gap();
            text.Append(close);
        }

        void Gap()
        {
            for (var pieces = random.Next(4); pieces > 0; pieces--)
            {
                text.Append(random.Next(7) switch
                {
                    0 or 1 => newLine + new string(' ', random.Next(5)),
                    2 => $"// #{number++}# , \" }} {newLine}",
                    3 => $"/* #{number++}# ] */",
                    4 => $"/* #{number++}#{newLine} \" */",
                    _ => " ",
                });
            }
        }
    }
}
