using ScottPlot;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation.Reports;

/// <summary>Draws scores as curves.</summary>
internal static class ScoreCurves
{
    private const int Width = 900;
    private const int Height = 320;

    // More videos than that are better looked at in the table.
    private const int MostVideos = 40;

    private static readonly Metric[] Shown = [Metric.Cc, Metric.Nss];

    /// <summary>One picture a metric: every predictor's scores of all videos or stills, from the highest to the lowest.</summary>
    public static IReadOnlyList<ReportPicture> WriteSorted(string folder, EvaluationResult result)
    {
        if (result.Predictors[0].Rows.Count < 2) return [];
        var pictures = new List<ReportPicture>();
        foreach (var metric in Shown)
        {
            using var plot = new Plot();
            foreach (var predictor in result.Predictors)
            {
                double[] scores = [.. predictor.Rows.Select(row => row.Mean[metric]).Where(double.IsFinite).OrderDescending()];
                plot.Add.Signal(scores).LegendText = predictor.Name;
            }
            plot.YLabel(metric.Title());
            plot.XLabel("videos or stills, best first");
            plot.ShowLegend(Alignment.UpperRight);
            pictures.Add(Save(plot, folder, $"sorted-{metric.Key()}.png", $"{metric.Title()} of every video or still, sorted for each predictor"));
        }
        return pictures;
    }

    /// <summary>One picture a video: the network's scores frame by frame.</summary>
    public static IReadOnlyList<ReportPicture> WriteFrames(string folder, EvaluationResult result)
    {
        var pictures = new List<ReportPicture>();
        foreach (var row in result.Predictors[0].Rows.Where(row => row.Frames.Count > 1).Take(MostVideos))
        {
            using var plot = new Plot();
            double[] numbers = [.. Enumerable.Range(0, row.Frames.Count)];
            // A scatter's line has gaps where a score is undefined; a signal's axis would go astray.
            foreach (var metric in Shown) plot.Add.ScatterLine(numbers, row.Frames.Select(frame => frame[metric]).ToArray()).LegendText = metric.Title();
            plot.XLabel("scored frames");
            plot.ShowLegend(Alignment.UpperRight);
            pictures.Add(Save(plot, folder, $"frames-{pictures.Count + 1:00}.png", $"{row.Name}: scores of the network frame by frame"));
        }
        return pictures;
    }

    private static ReportPicture Save(Plot plot, string folder, string file, string caption)
    {
        plot.SavePng(Path.Combine(folder, file), Width, Height);
        return new ReportPicture(file, caption);
    }
}
