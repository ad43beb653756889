using System.Text.Json;

namespace StavisLive.Benchmarks.Measurements;

/// <summary>How a live stream's maps came, from its metrics: only those that were computed, not those taken over.</summary>
/// <param name="Rate">Maps per second.</param>
/// <param name="Mean">Mean time from one to the next.</param>
/// <param name="Longest">Longest of them.</param>
internal sealed record MapFlow(double Rate, TimeSpan Mean, TimeSpan Longest)
{
    /// <summary>Reads a file of metrics.</summary>
    /// <param name="file">Where it lies.</param>
    /// <param name="warming">Seconds at the beginning that don't count.</param>
    public static MapFlow Of(string file, double warming)
    {
        var times = File.ReadLines(file).Select(TimeOf).OfType<double>().ToList();
        times = [.. times.Where(time => time > times[0] + warming)];
        var waits = times.Zip(times.Skip(1), (before, after) => after - before).ToList();
        return new MapFlow(waits.Count / waits.Sum(), TimeSpan.FromSeconds(waits.Average()), TimeSpan.FromSeconds(waits.Max()));
    }

    // A live stream's line runs with the clock, so this is when the map was published, but for a constant.
    private static double? TimeOf(string line)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        return json.GetProperty("type").GetString() == "map" && json.GetProperty("stages_ms").ValueKind == JsonValueKind.Object
            ? json.GetProperty("pts").GetDouble() + (json.GetProperty("capture_to_map_ms").GetDouble() / 1000)
            : null;
    }
}
