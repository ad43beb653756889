using System.Globalization;
using StavisLive.Core.Sinks;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;
using StavisLive.Media.Files;

namespace StavisLive.Cli.Evaluation;

/// <summary>An evaluation as a table for spreadsheets; undefined scores are empty.</summary>
internal static class EvaluationCsv
{
    /// <summary>Writes every row, then the means of groups and of all.</summary>
    /// <exception cref="SinkException">The file cannot be written.</exception>
    public static void Write(string path, EvaluationResult result) => OutputFile.Attempt(path, path =>
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        Write(file, result);
        return true;
    });

    private static void Write(TextWriter file, EvaluationResult result)
    {
        file.WriteLine("predictor,level,name,group,frames," + string.Join(',', MetricNames.All.Select(metric => metric.Key())));
        foreach (var predictor in result.Predictors)
        {
            foreach (var row in predictor.Rows) Write(file, predictor, "row", row.Name, row.Group, row.Frames.Count, row.Mean);
            foreach (var group in predictor.Groups) Write(file, predictor, "group", group, group, FramesOf(predictor, group), predictor.MeanOf(group));
            Write(file, predictor, "mean", "", "", FramesOf(predictor, null), predictor.MeanOf(null));
        }
    }

    private static int FramesOf(PredictorResult predictor, string? group) =>
        predictor.Rows.Where(row => group is null || row.Group == group).Sum(row => row.Frames.Count);

    private static void Write(TextWriter file, PredictorResult predictor, string level, string name, string group, int frames, ScoreMean mean)
    {
        var scores = MetricNames.All.Select(metric => double.IsNaN(mean[metric]) ? "" : mean[metric].ToString("0.######", CultureInfo.InvariantCulture));
        file.WriteLine(string.Join(',', [predictor.Name, level, Quoted(name), Quoted(group), frames.ToString(CultureInfo.InvariantCulture), .. scores]));
    }

    // RFC 4180; names of files may hold commas.
    private static string Quoted(string text) => text.AsSpan().ContainsAny(',', '"', '\n') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
