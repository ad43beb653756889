using System.Text.Json;
using StavisLive.Core.Arrays;
using StavisLive.Evaluation.Metrics;
using StavisLive.Testing;

namespace StavisLive.Evaluation.Tests.Metrics;

/// <summary>The map pairs of TestData/parity/metrics.* with the scores that the benchmark's own code gave them.</summary>
internal static class GoldenMetrics
{
    private static readonly Lazy<IReadOnlyDictionary<string, NpyArray>> Arrays = new(() => NpzFile.Read(PathOf("metrics.npz")));
    private static readonly Lazy<JsonElement> Scores = new(() => JsonDocument.Parse(File.ReadAllBytes(PathOf("metrics.json"))).RootElement);

    public static int Count => Scores.Value.GetArrayLength();

    public static double[] Saliency(int pair) => Map("saliency", pair);

    public static GroundTruth Truth(int pair) => new(120, 90, Map("density", pair), PixelSet.Of(Map("fixations", pair)))
    {
        Others = PixelSet.Of(Map("other", pair)),
        Baseline = Map("baseline", pair),
    };

    /// <summary>A score under its key in the file; NaN where it is undefined.</summary>
    public static double Score(int pair, string key) =>
        Scores.Value[pair].GetProperty(key) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;

    private static double[] Map(string name, int pair)
    {
        var array = Arrays.Value[name];
        var map = new double[90 * 120];
        array.CopyTo(array.Shape.Count == 2 ? 0 : pair * map.Length, map);
        return map;
    }

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "TestData", "parity", name);
}
