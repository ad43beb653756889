using System.Text;
using System.Text.Json.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Editing;

namespace StavisLive.Core.Tests.Configuration.Editing;

public class ConfigEditorTests
{
    private const string Wall = """
        // A wall.
        {
          "source": { "connectTimeout": 10 }, // for all
          "sources": [
            // the door
            { "name": "door", "source": { "rtsp": "rtsp://viewer:${WALL_PASSWORD}@127.0.0.1/door" } },
            {
              "name": "hall", /* not "yard" */
              "source": {
                "rtsp": "rtsp://127.0.0.1/hall",
                "zones": [ { "name": "old" } ]
              },
            }, // the last
          ],
          "log": { "file": "wall.log" }
        }

        """;

    [Fact]
    public void Set_KeyThatIsThere_ChangesItsValueOnly() => Assert.Equal(
        Wall.Replace("[ { \"name\": \"old\" } ]", "[{ \"name\": \"new\", \"corners\": [[0, 0], [0.5, 0.25], [1, 1]] }]", StringComparison.Ordinal),
        Set(Wall, "sources[1].source.zones", """[{"name":"new","corners":[[0,0],[0.5,0.25],[1,1]]}]"""));

    [Fact]
    public void Set_MissingKeyOfAnObjectOnOneLine_IsAddedThere() => Assert.Equal(
        Wall.Replace("/door\" }", "/door\", \"masks\": [[[0, 0], [1, 0], [1, 0.5]]] }", StringComparison.Ordinal),
        Set(Wall, "sources[0].source.masks", "[[[0,0],[1,0],[1,0.5]]]"));

    [Fact]
    public void Set_MissingKeyOfAnObjectOfManyLines_GetsALineOfItsOwn() => Assert.Equal(
        Wall.Replace("\"old\" } ]\n", "\"old\" } ],\n        \"mic\": \"none\"\n", StringComparison.Ordinal),
        Set(Wall, "sources[1].source.mic", "\"none\""));

    [Fact]
    public void Set_MissingObject_IsAddedWithTheKey() => Assert.Equal(
        Wall.Replace("\"wall.log\" }\n", "\"wall.log\" },\n  \"serve\": { \"history\": { \"days\": 2.5 } }\n", StringComparison.Ordinal),
        Set(Wall, "serve.history.days", "2.5"));

    [Fact]
    public void Set_TrailingCommas_AreKept() => Assert.Equal(
        Wall.Replace("      },\n    },", "      },\n      \"priority\": 2,\n    },", StringComparison.Ordinal),
        Set(Wall, "sources[1].priority", "2"));

    [Fact]
    public void Append_ListWithTrailingCommaAndComment_PutsItBehindBoth() => Assert.Equal(
        Wall.Replace("// the last\n", "// the last\n    { \"name\": \"yard\" },\n", StringComparison.Ordinal),
        Append(Wall, "sources", """{"name":"yard"}"""));

    [Fact]
    public void Remove_FirstElement_LeavesItsComment() => Assert.Equal(
        string.Concat(Wall.Split('\n').Where(line => !line.Contains("\"door\"")).Select(line => line + "\n"))[..^1],
        Remove(Wall, "sources[0]"));

    [Theory]
    [InlineData("{}", "a", "1", "{ \"a\": 1 }")]
    [InlineData("{ }", "a.b", "1", "{ \"a\": { \"b\": 1 } }")]
    [InlineData("{\n}", "a", "[]", "{\n  \"a\": []\n}")]
    [InlineData("{\n  // none yet\n}\n", "a", "1", "{\n  // none yet\n  \"a\": 1\n}\n")]
    [InlineData("{ /* none */ }", "a", "1", "{ /* none */ \"a\": 1 }")]
    [InlineData("{\r\n\t\"a\": 1 // one\r\n}\r\n", "b", "2", "{\r\n\t\"a\": 1, // one\r\n\t\"b\": 2\r\n}\r\n")]
    [InlineData("{\"a\":1}", "b", "2", "{\"a\":1, \"b\": 2}")]
    [InlineData("{\"a\":1,}", "b", "2", "{\"a\":1, \"b\": 2,}")]
    [InlineData("{ \"a\": null }", "a.b", "2", "{ \"a\": { \"b\": 2 } }")]
    [InlineData("{ \"a\": 1.50 }", "a", "1.5", "{ \"a\": 1.50 }")]
    [InlineData("{ \"a\": \"x\" }", "a", "\"<Tür> & ${FILE}\"", "{ \"a\": \"<Tür> & ${FILE}\" }")]
    [InlineData("{ \"a\": [1, 2] }", "a[1]", "null", "{ \"a\": [1, null] }")]
    [InlineData("\uFEFF{ \"a\": 1 }", "a", "2", "\uFEFF{ \"a\": 2 }")]
    public void Set_SmallTexts_ComeOutAsExpected(string text, string path, string value, string expected) => Assert.Equal(expected, Set(text, path, value));

    [Theory]
    [InlineData("{ \"a\": [] }", "{ \"a\": [7] }")]
    [InlineData("{ \"a\": [\n] }", "{ \"a\": [\n  7\n] }")]
    [InlineData("{ \"a\": [1] }", "{ \"a\": [1, 7] }")]
    [InlineData("{ \"a\": null }", "{ \"a\": [7] }")]
    [InlineData("{ \"b\": 1 }", "{ \"b\": 1, \"a\": [7] }")]
    [InlineData("{ \"a\": [\n  1\n] }", "{ \"a\": [\n  1,\n  7\n] }")]
    public void Append_SmallTexts_ComeOutAsExpected(string text, string expected) => Assert.Equal(expected, Append(text, "a", "7"));

    [Theory]
    [InlineData("{ \"a\": [1, 2, 3] }", "a[0]", "{ \"a\": [2, 3] }")]
    [InlineData("{ \"a\": [1, 2, 3] }", "a[1]", "{ \"a\": [1, 3] }")]
    [InlineData("{ \"a\": [1, 2, 3] }", "a[2]", "{ \"a\": [1, 2] }")]
    [InlineData("{ \"a\": [1] }", "a[0]", "{ \"a\": [] }")]
    [InlineData("{ \"a\": [\n  1,\n  2 // two\n] }", "a[1]", "{ \"a\": [\n  1 // two\n] }")]
    [InlineData("{ \"a\": [\n  1, // one\n  2\n] }", "a[1]", "{ \"a\": [\n  1 // one\n] }")]
    [InlineData("{ \"a\": [\n  1,\n  2,\n] }", "a[1]", "{ \"a\": [\n  1,\n] }")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}", "b", "{\n  \"a\": 1\n}")]
    public void Remove_SmallTexts_ComeOutAsExpected(string text, string path, string expected) => Assert.Equal(expected, Remove(text, path));

    [Fact]
    public void Set_LongValue_IsLaidOutLineByLineWithPointsOnOne()
    {
        var corners = new JsonArray([.. Enumerable.Range(0, 12).Select(index => (JsonNode)new JsonArray(index / 16.0, 0.0625))]);

        var text = Encoding.UTF8.GetString(ConfigEditor.Set("{\n  \"a\": 1\n}"u8, "zones", new JsonArray(new JsonObject { ["name"] = "z", ["corners"] = corners })));

        Assert.StartsWith("{\n  \"a\": 1,\n  \"zones\": [\n    {\n      \"name\": \"z\",\n      \"corners\": [\n        [0, 0.0625],\n        [0.0625, 0.0625],\n", text);
        Assert.EndsWith("        [0.6875, 0.0625]\n      ]\n    }\n  ]\n}", text);
    }

    [Theory]
    [InlineData("{ \"a\": [1] }", "a[1]", "`a` has 1 entries; there is no [1].")]
    [InlineData("{ \"a\": 1 }", "a.b", "`a` holds no keys, so there can be no b in it.")]
    [InlineData("{ \"a\": {} }", "a[0]", "`a` is no list.")]
    [InlineData("{ \"a\": 1, \"a\": 2 }", "a", "`a` is given twice.")]
    [InlineData("{ \"a\": ", "a", "The text is no longer valid JSON, in line 1.")]
    [InlineData("[]", "a", "The text holds no configuration; an object { ... } is expected.")]
    public void Set_PlaceThatCannotBe_IsRefused(string text, string path, string expected) =>
        Assert.Equal(KeyText.Plain(expected), KeyText.Plain(Assert.Throws<ConfigException>(() => Set(text, path, "1")).Message));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("[0]")]
    [InlineData("a[x]")]
    public void Set_NoPath_IsRefused(string path) => Assert.Throws<ArgumentException>(() => Set("{}", path, "1"));

    private static string Set(string text, string path, string value) =>
        Encoding.UTF8.GetString(ConfigEditor.Set(Encoding.UTF8.GetBytes(text), path, JsonNode.Parse(value)));

    private static string Append(string text, string path, string value) =>
        Encoding.UTF8.GetString(ConfigEditor.Append(Encoding.UTF8.GetBytes(text), path, JsonNode.Parse(value)));

    private static string Remove(string text, string path) => Encoding.UTF8.GetString(ConfigEditor.Remove(Encoding.UTF8.GetBytes(text), path));
}
