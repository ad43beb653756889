using ScottPlot;

namespace StavisLive.Training.Trainer;

/// <summary>Draws how a training went.</summary>
internal static class TrainingCurves
{
    private const int Width = 900;
    private const int Height = 500;

    /// <summary>Saves a .png: each set's correlation, and the loss on an axis of its own, over all epochs.</summary>
    public static void Save(string path, IReadOnlyList<EpochRecord> epochs, IReadOnlyList<string> groups)
    {
        using var plot = new Plot();
        double[] numbers = [.. Enumerable.Range(1, epochs.Count).Select(number => (double)number)];
        foreach (var group in groups)
        {
            // A scatter's line has gaps where a set was not validated on.
            var curve = plot.Add.Scatter(numbers, epochs.Select(epoch => epoch.Validation.Of(group)?.Correlation ?? double.NaN).ToArray());
            curve.LegendText = $"{group}: correlation";
        }
        var loss = plot.Add.Scatter(numbers, epochs.Select(epoch => epoch.Loss).ToArray());
        loss.LegendText = "training loss (right)";
        loss.Axes.YAxis = plot.Axes.Right;

        foreach (var (first, second) in epochs.Zip(epochs.Skip(1)).Where(pair => pair.First.Stage != pair.Second.Stage))
            plot.Add.VerticalLine(epochs.ToList().IndexOf(second) + 0.5);
        plot.XLabel("epoch");
        plot.YLabel("correlation with human gaze");
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng(path, Width, Height);
    }
}
