using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Training.Configuration;

namespace StavisLive.Training.Tests.Configuration;

/// <summary>What the guide tells of a training's configuration.</summary>
public sealed partial class TrainingGuideTests
{
    [Fact]
    public void Guide_Keys_AreThoseOfTheConfigurationWithTheirDefaults()
    {
        var whole = new TrainingConfig
        {
            Data = new DataConfig { Published = new() }, Stages = [new StageConfig { Teacher = new(), Blend = [new()] }],
        };
        using var known = JsonDocument.Parse(ConfigFile.Format(whole));

        var told = Row().Matches(File.ReadAllText(Path.Combine("TestData", "guides", "training.md"))).Select(row => $"{row.Groups[1].Value}: {row.Groups[2].Value}");

        Assert.Equal(KeysOf(known.RootElement, "").Order(), told.Order());
    }

    // The guide calls those of a stage as they are called within it.
    private static IEnumerable<string> KeysOf(JsonElement element, string key) => element.ValueKind switch
    {
        JsonValueKind.Object when element.EnumerateObject().Any() =>
            element.EnumerateObject().SelectMany(property => KeysOf(property.Value, key.Length == 0 ? property.Name : $"{key}.{property.Name}")),
        JsonValueKind.Array when key == "stages" => KeysOf(element[0], ""),
        JsonValueKind.Array when element.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object) => KeysOf(element[0], key + "[]"),
        _ => [$"{key}: {DefaultOf(element)}"],
    };

    private static string DefaultOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDecimal().ToString("0.#######", CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.String when element.GetString() is { Length: > 0 } text => text,
        JsonValueKind.Array when element.GetArrayLength() > 0 => $"[{string.Join(", ", element.EnumerateArray().Select(DefaultOf))}]",
        _ => "none",
    };

    // A key, with the option of the same meaning where there is one, and its default.
    [GeneratedRegex(@"^\| `([\w.\[\]]+)`(?:, `--[\w-]+`)? \| ([^|]+) \| .*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
