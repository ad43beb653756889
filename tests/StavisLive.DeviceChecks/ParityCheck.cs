using StavisLive.Core.Inference;
using StavisLive.Core.Media;
using StavisLive.Core.Windowing;
using StavisLive.Model.Inference;
using StavisLive.Model.Inference.Engine.Streaming;
using StavisLive.Model.Inference.Precision;
using StavisLive.Model.Tests.Inference;
using StavisLive.Model.Tests.Parity;

namespace StavisLive.DeviceChecks;

/// <summary>Holds the engine on a device against the authors' numbers, by both of its ways.</summary>
internal static class ParityCheck
{
    // Steps until a stream is known: before, its windows are computed whole.
    private const int Steps = StreamStem.StepsToSettle;

    private static readonly string[] Networks = ["resnet10-visual", "resnet10-audiovisual", "resnet50-visual", "resnet50-audiovisual"];

    /// <summary>Computes every golden network.</summary>
    public static IReadOnlyList<NetworkParity> Run(ComputeDevice device, InferencePrecision precision) =>
        [.. Networks.Select(name => Run(name, device, precision))];

    private static NetworkParity Run(string name, ComputeDevice device, InferencePrecision precision)
    {
        using var predictor = new SaliencyPredictor(GoldenWeights.CreateNetwork(name), new PredictorOptions { Device = device, Precision = precision });
        NetworkWindow[] windows = [.. Enumerable.Range(0, GoldenWindow.Clips).Select(GoldenWindow.Rent)];
        for (var clip = 0; clip < windows.Length; clip++) windows[clip].StreamId = clip;
        var whole = Agreement(name, Predict(predictor, windows));
        for (var step = 1; step < Steps - 1; step++) Predict(predictor, windows);
        var kept = Agreement(name, Predict(predictor, windows));
        foreach (var window in windows) window.Dispose();
        return new NetworkParity(name, predictor.Description, predictor.Notices, whole, kept);
    }

    /// <summary>Maps of all clips: together, where the device computes several at once.</summary>
    private static float[][] Predict(SaliencyPredictor predictor, NetworkWindow[] windows)
    {
        SaliencyMap[] maps = [.. windows.Select(_ => SaliencyMap.Rent())];
        foreach (var (some, their) in windows.Chunk(predictor.BatchSize).Zip(maps.Chunk(predictor.BatchSize))) predictor.Predict(some, their, () => { });
        float[][] values = [.. maps.Select(map => map.Values.ToArray())];
        foreach (var map in maps) map.Dispose();
        return values;
    }

    private static MapParity Agreement(string name, float[][] maps)
    {
        var worst = new MapParity(0, 1, 0);
        for (var clip = 0; clip < maps.Length; clip++)
        {
            var logits = GoldenWindow.ExpectedLogits(name, clip);
            var (_, logitDifference) = MapAgreement.Of(logits, Array.ConvertAll(maps[clip], Logit));
            var (correlation, difference) = MapAgreement.Of(Array.ConvertAll(logits, Probability), maps[clip]);
            // NaN is the worst: Max and Min pass it on.
            worst = new MapParity(Math.Max(worst.LogitDifference, logitDifference), Math.Min(worst.Correlation, correlation), Math.Max(worst.Difference, difference));
        }
        return worst;
    }

    private static float Logit(float probability) => (float)Math.Log(probability / (1.0 - probability));

    private static float Probability(float logit) => 1 / (1 + MathF.Exp(-logit));
}
