using System.Text.Json;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Reads what <c>--metrics</c> wrote.</summary>
internal static class MetricsFile
{
    /// <summary>The lines of maps.</summary>
    public static IReadOnlyList<JsonElement> Maps(string file) => [.. Lines(file).Where(line => Type(line) == "map")];

    /// <summary>The one summary.</summary>
    public static JsonElement Summary(string file) => Assert.Single(Lines(file), line => Type(line) == "summary");

    /// <summary>Lines there now, while the program still writes them.</summary>
    public static int Count(string file) => File.Exists(file) ? File.ReadLines(file).Count() : 0;

    private static IEnumerable<JsonElement> Lines(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    private static string? Type(JsonElement line) => line.GetProperty("type").GetString();
}
