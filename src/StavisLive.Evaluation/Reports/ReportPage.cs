using System.Globalization;
using System.Net;
using System.Text;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation.Reports;

/// <summary>The report's page, put together part by part.</summary>
internal sealed class ReportPage
{
    private const string Style =
        "body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:1300px;padding:0 1em}table{border-collapse:collapse;margin:1em 0}"
        + "th,td{padding:.25em .8em;text-align:right;border-bottom:1px solid #ddd}th:first-child,td:first-child{text-align:left}"
        + "figure{margin:1em 0}img{max-width:100%}figcaption{color:#555}";

    private readonly StringBuilder _html = new();

    public ReportPage(string title)
    {
        _html.AppendLine("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        _html.AppendLine($"<title>{Text(title)}</title><style>{Style}</style></head><body><h1>{Text(title)}</h1>");
    }

    /// <summary>Adds a table of every predictor's means, and of how the networks differ, for each group and for all.</summary>
    public void AddMeans(EvaluationResult result)
    {
        _html.AppendLine(CultureInfo.InvariantCulture, $"<p>{result.Frames} frames of {result.Predictors[0].Rows.Count} videos or stills.</p>");
        foreach (var group in (IEnumerable<string?>)[.. result.Predictors[0].Groups, null])
        {
            var heads = MetricNames.All.Select(metric => $"<th>{metric.Title()}</th>");
            _html.AppendLine($"<table><tr><th>{Text(group ?? "mean")}</th>{string.Concat(heads)}</tr>");
            foreach (var predictor in result.Predictors)
            {
                var mean = predictor.MeanOf(group);
                var cells = MetricNames.All.Select(metric => $"<td>{Score(mean[metric])}</td>");
                _html.AppendLine($"<tr><td>{Text(predictor.Name)}</td>{string.Concat(cells)}</tr>");
            }
            var differences = result.Differences.Select(difference => (difference.Name, Scores: difference.Of(group), difference)).ToList();
            foreach (var (name, scores, _) in differences.Where(one => one.Scores.Rows > 0))
            {
                var cells = MetricNames.All.Select(metric => $"<td>{Change(scores.Mean[metric])}<br><small>{Change(scores.Low[metric])} to {Change(scores.High[metric])}</small></td>");
                _html.AppendLine($"<tr><td>{Text(name)}</td>{string.Concat(cells)}</tr>");
            }
            _html.AppendLine("</table>");
            foreach (var (_, scores, difference) in differences) _html.AppendLine($"<p>{Text(difference.Describe(scores))}.</p>");
        }
    }

    /// <summary>Adds what is not in the scores; nothing if that is nothing.</summary>
    public void AddUnread(EvaluationResult result)
    {
        if (result.Unread.Count == 0) return;
        var items = result.Unread.Select(problem => $"<li>{Text(problem)}</li>");
        _html.AppendLine($"<p>What could not be read is not in these scores:</p><ul>{string.Concat(items)}</ul>");
    }

    /// <summary>Adds pictures under a heading; nothing if there are none.</summary>
    public void AddPictures(string heading, IReadOnlyList<ReportPicture> pictures)
    {
        if (pictures.Count == 0) return;
        _html.AppendLine($"<h2>{Text(heading)}</h2>");
        foreach (var picture in pictures)
            _html.AppendLine($"<figure><img src=\"{picture.File}\" alt=\"\" loading=\"lazy\"><figcaption>{Text(picture.Caption)}</figcaption></figure>");
    }

    /// <inheritdoc />
    public override string ToString() => _html + "</body></html>\n";

    private static string Score(double score) => double.IsNaN(score) ? "-" : score.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Change(double change) => double.IsNaN(change) ? "-" : change.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
