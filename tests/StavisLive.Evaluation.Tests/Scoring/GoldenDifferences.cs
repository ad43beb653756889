using System.Text.Json;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation.Tests.Scoring;

/// <summary>Two predictors' scores of clips of different lengths, with undefined ones among them, and what numpy makes of them (TestData/parity/differences.py).</summary>
internal static class GoldenDifferences
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "TestData", "parity", "differences.json"))).RootElement;

    /// <summary>A predictor's scores.</summary>
    /// <param name="name"><c>one</c> or <c>other</c>.</param>
    /// <param name="shift">Added to every score.</param>
    public static PredictorResult Predictor(string name, double shift = 0)
    {
        var result = new PredictorResult(name);
        foreach (var row in Root.GetProperty("rows").EnumerateArray())
        {
            foreach (var frame in row.GetProperty(name).EnumerateArray())
                result.Add(row.GetProperty("name").GetString()!, row.GetProperty("group").GetString()!, new MapScores(metric => Number(frame, metric) + shift), hasSound: false);
        }
        return result;
    }

    /// <summary>Clips of a group, or (empty) of all.</summary>
    public static int Rows(string group) => Expected(group).GetProperty("rows").GetInt32();

    /// <summary>What numpy gives.</summary>
    /// <param name="group">The group; empty: all.</param>
    /// <param name="key"><c>mean</c>, or between what an end of the interval lies: <c>low_from</c>, <c>low_to</c>, <c>high_from</c>, <c>high_to</c>.</param>
    /// <param name="metric">The metric.</param>
    public static double Number(string group, string key, Metric metric) => Number(Expected(group).GetProperty(key), metric);

    private static JsonElement Expected(string group) => Root.GetProperty("expected").GetProperty(group);

    private static double Number(JsonElement scores, Metric metric) =>
        scores[(int)metric] is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;
}
