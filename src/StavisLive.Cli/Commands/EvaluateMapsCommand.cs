using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using StavisLive.Cli.CommandLine;
using StavisLive.Cli.Evaluation;
using StavisLive.Evaluation.Arrays;
using StavisLive.Evaluation.Metrics;

namespace StavisLive.Cli.Commands;

/// <summary><c>evaluate maps</c>: arrays in, scores out.</summary>
internal static class EvaluateMapsCommand
{
    public static Command Build()
    {
        var predictions = new KeyOption<string>("--predictions", "predictions") { HelpName = "P.npy", Description = "Predicted maps, [N,H,W]; resized bicubically where the density has another size", Required = true };
        var density = new KeyOption<string>("--density", "density") { HelpName = "D.npy", Description = "Fixation densities, [N,H,W]", Required = true };
        var fixations = new KeyOption<string>("--fixations", "fixations") { HelpName = "F.npy", Description = "Fixated pixels, [N,H,W], above zero where fixated", Required = true };
        var other = new KeyOption<string?>("--other", "other") { HelpName = "O.npy", Description = "Pixels fixated in other pictures, [N,H,W] or [H,W], for the shuffled AUC; each map's own are taken out" };
        var baseline = new KeyOption<string?>("--baseline", "baseline") { HelpName = "B.npy", Description = "What information is gained over, [N,H,W] or [H,W]" };
        var sampling = new SamplingOptions();
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };

        var command = new Command("maps", "Score arrays of maps by the metrics of the MIT saliency benchmark") { predictions, density, fixations, other, baseline, json };
        sampling.AddTo(command);
        command.SetAction(parsed =>
        {
            var files = new ArrayEvaluationFiles(
                parsed.GetRequiredValue(predictions), parsed.GetRequiredValue(density), parsed.GetRequiredValue(fixations), parsed.GetValue(other), parsed.GetValue(baseline));
            var scores = ArrayEvaluation.Run(files, sampling.CreateScorer(parsed));
            Report(scores, Asked(files), parsed.GetValue(json));
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<Metric> Asked(ArrayEvaluationFiles files) =>
    [
        .. MetricNames.All.Where(metric => metric switch
        {
            Metric.AucShuffled => files.Other is not null,
            Metric.InformationGain => files.Baseline is not null,
            _ => true,
        }),
    ];

    private static void Report(IReadOnlyList<MapScores> scores, IReadOnlyList<Metric> metrics, bool json)
    {
        var mean = new ScoreMean();
        foreach (var score in scores) mean.Add(score);
        if (json)
        {
            var maps = scores.Select(score => ScoreJson.Of(score, metrics));
            Console.Out.WriteLine(JsonSerializer.Serialize(new { Maps = maps, Mean = ScoreJson.Of(mean.ToScores(), metrics), Undefined = ScoreJson.Undefined(mean, metrics) }, JsonSerializerOptions.Web));
            return;
        }
        var table = new ScoreTable("map", metrics);
        for (var number = 0; number < scores.Count; number++) table.Add(number.ToString(CultureInfo.InvariantCulture), scores[number]);
        table.AddMean("mean", mean);
        table.Write(Console.Out);
    }
}
