using System.Globalization;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Cli.Evaluation;

/// <summary>Scores in columns, for people. Keeps its width whatever it is written to.</summary>
internal sealed class ScoreTable(string rowTitle, IReadOnlyList<Metric> metrics)
{
    private const string Undefined = "-";

    private readonly List<string[]> _rows = [[rowTitle, .. metrics.Select(metric => metric.Title())]];
    private readonly List<string> _notes = [];

    /// <summary>Adds a row.</summary>
    public void Add(string name, MapScores scores) => _rows.Add([name, .. metrics.Select(metric => Text(scores[metric]))]);

    /// <summary>Adds a row of means, and below the table a note on what they leave out.</summary>
    public void AddMean(string name, ScoreMean mean)
    {
        Add(name, mean.ToScores());
        var left = metrics.Where(metric => mean.Undefined(metric) > 0).Select(metric => $"{metric.Title()} {mean.Undefined(metric)}").ToList();
        if (left.Count > 0) _notes.Add($"{name} of {mean.Maps} leaves out undefined scores: {string.Join(", ", left)}");
    }

    /// <summary>Adds a difference with the ends of its interval, and below the table a note on what it was found on, which is all where that is nothing.</summary>
    public void AddDifference(PairedDifference difference, string? group)
    {
        var scores = difference.Of(group);
        _notes.Add(difference.Describe(scores));
        if (scores.Rows == 0) return;
        foreach (var (name, values) in new[] { (difference.Name, scores.Mean), ("  95% from", scores.Low), ("  95% to", scores.High) })
            _rows.Add([name, .. metrics.Select(metric => Text(values[metric], "+0.0000;-0.0000;0.0000"))]);
    }

    /// <summary>Writes everything.</summary>
    public void Write(TextWriter output)
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]));
            output.WriteLine(string.Join("  ", cells));
        }
        foreach (var note in _notes) output.WriteLine(note);
    }

    private static string Text(double score, string format = "0.0000") => double.IsNaN(score) ? Undefined : score.ToString(format, CultureInfo.InvariantCulture);
}
