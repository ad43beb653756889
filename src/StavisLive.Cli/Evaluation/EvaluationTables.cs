using System.Globalization;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Cli.Evaluation;

/// <summary>An evaluation as tables: the network row by row, the means of everything, how the networks differ, and what is missing.</summary>
internal static class EvaluationTables
{
    // Stills are rows too: a thousand of them are for a file.
    private const int MostRows = 60;

    public static void Write(TextWriter output, string set, EvaluationResult result)
    {
        var network = result.Predictors[0];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{set}: {result.Frames} frames of {network.Rows.Count} videos or stills, protocol {result.Protocol}"));
        if (result.Frames == 0) return;
        if (network.Rows.Count is > 1 and <= MostRows)
        {
            output.WriteLine();
            var rows = new ScoreTable("network", MetricNames.All);
            foreach (var row in network.Rows) rows.Add(row.Name, row.Mean.ToScores());
            rows.Write(output);
        }
        foreach (var group in (IEnumerable<string?>)[.. network.Groups, null])
        {
            output.WriteLine();
            var means = new ScoreTable(group ?? "mean", MetricNames.All);
            foreach (var predictor in result.Predictors) means.AddMean(predictor.Name, predictor.MeanOf(group));
            foreach (var difference in result.Differences) means.AddDifference(difference, group);
            means.Write(output);
        }
        if (result.Unread.Count == 0) return;
        output.WriteLine();
        output.WriteLine("What could not be read is not in these scores:");
        foreach (var problem in result.Unread) output.WriteLine("  " + problem);
    }
}
