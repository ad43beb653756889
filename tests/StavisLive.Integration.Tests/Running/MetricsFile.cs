using System.Text.Json;

namespace StavisLive.Integration.Tests.Running;

/// <summary>Reads what <c>--metrics</c> wrote.</summary>
internal static class MetricsFile
{
    /// <summary>The lines of maps.</summary>
    public static IReadOnlyList<JsonElement> Maps(string file) => [.. Lines(file).Where(line => Type(line) == "map")];

    /// <summary>The one summary.</summary>
    public static JsonElement Summary(string file) => Assert.Single(Lines(file), line => Type(line) == "summary");

    /// <summary>Results that a sink was too slow for.</summary>
    public static int Skipped(JsonElement summary, string sink) =>
        summary.GetProperty("skips").TryGetProperty($"sink-slow:{sink}", out var count) ? count.GetInt32() : 0;

    /// <summary>The changes of the source's state so far, while the program still writes.</summary>
    public static IReadOnlyList<JsonElement> Changes(string file) => [.. Written(file).Where(line => Type(line) == "source")];

    /// <summary>
    /// The source's states so far: those that follow themselves once, and without stalls that it came out of by itself, which a machine that is busy with
    /// other tests makes.
    /// </summary>
    public static IReadOnlyList<string> Course(string file)
    {
        List<string> course = [];
        foreach (var state in Changes(file).Select(change => change.GetProperty("state").GetString()!))
        {
            if (course is [.., var before, "stalled"] && (before == state || (before, state) == ("warming", "live"))) course.RemoveAt(course.Count - 1);
            if (course.LastOrDefault() != state) course.Add(state);
        }
        return course;
    }

    /// <summary>The changes of the source's audio.</summary>
    public static IReadOnlyList<JsonElement> AudioChanges(string file) => [.. Lines(file).Where(line => Type(line) == "sound")];

    /// <summary>The maps so far, while the program still writes.</summary>
    public static IReadOnlyList<JsonElement> MapsSoFar(string file) => [.. Written(file).Where(line => Type(line) == "map")];

    /// <summary>The maps that have come since the source's newest change, while the program still writes.</summary>
    public static IReadOnlyList<JsonElement> MapsSinceChange(string file) =>
        [.. Enumerable.Reverse(Written(file)).TakeWhile(line => Type(line) == "map")];

    /// <summary>Lines there now, while the program still writes them.</summary>
    public static int Count(string file) => File.Exists(file) ? File.ReadLines(file).Count() : 0;

    /// <summary>All lines so far, while the program still writes: the last one may still be on its way.</summary>
    public static IReadOnlyList<JsonElement> Written(string file) => !File.Exists(file)
        ? []
        : [.. File.ReadAllText(file).Split('\n').SkipLast(1).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    private static IEnumerable<JsonElement> Lines(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    private static string? Type(JsonElement line) => line.GetProperty("type").GetString();
}
