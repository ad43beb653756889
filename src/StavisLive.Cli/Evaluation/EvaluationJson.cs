using System.Text.Json;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Cli.Evaluation;

/// <summary>An evaluation for other programs; undefined scores are null.</summary>
internal static class EvaluationJson
{
    public static void Write(TextWriter output, string set, EvaluationResult result) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Dataset = set,
            result.Protocol,
            result.Frames,
            result.Unread,
            Predictors = result.Predictors.Select(predictor => new
            {
                predictor.Name,
                Rows = predictor.Rows.Select(row => new
                {
                    row.Name,
                    row.Group,
                    Frames = row.Frames.Count,
                    Scores = ScoreJson.Of(row.Mean.ToScores(), MetricNames.All),
                    Undefined = ScoreJson.Undefined(row.Mean, MetricNames.All),
                }),
                Groups = predictor.Groups.ToDictionary(group => group, group => ScoreJson.Of(predictor.MeanOf(group).ToScores(), MetricNames.All)),
                Mean = ScoreJson.Of(predictor.MeanOf(null).ToScores(), MetricNames.All),
                Undefined = ScoreJson.Undefined(predictor.MeanOf(null), MetricNames.All),
            }),
            Differences = result.Differences.Select(difference => new
            {
                difference.Name,
                Groups = difference.Groups.ToDictionary(group => group, group => Of(difference.Of(group))),
                Mean = Of(difference.Of(null)),
            }),
        },
        JsonSerializerOptions.Web));

    private static object Of(DifferenceScores scores) => new
    {
        scores.Rows,
        Scores = ScoreJson.Of(scores.Mean, MetricNames.All),
        Low = ScoreJson.Of(scores.Low, MetricNames.All),
        High = ScoreJson.Of(scores.High, MetricNames.All),
    };
}
