using System.Globalization;
using System.Text;

namespace StavisLive.Training.Trainer;

/// <summary>The epochs of a training as a table and as curves, written anew after each one.</summary>
internal static class TrainingLog
{
    /// <summary>Writes <c>log.csv</c> and <c>curves.png</c> into a folder.</summary>
    public static void Write(string folder, IReadOnlyList<EpochRecord> epochs)
    {
        if (epochs.Count == 0) return;
        // Between two epochs a training may have been continued with other data.
        var groups = epochs.SelectMany(epoch => epoch.Validation.Groups).Select(score => score.Group).Distinct().ToList();
        File.WriteAllText(Path.Combine(folder, "log.csv"), Table(epochs, groups));
        TrainingCurves.Save(Path.Combine(folder, "curves.png"), epochs, groups);
    }

    private static string Table(IReadOnlyList<EpochRecord> epochs, IReadOnlyList<string> groups)
    {
        var text = new StringBuilder("stage,epoch,steps,loss");
        foreach (var group in groups) text.Append(CultureInfo.InvariantCulture, $",{group}_cc,{group}_nss");
        text.Append(",seconds\n");
        foreach (var epoch in epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Stage},{epoch.Epoch},{epoch.Steps},{epoch.Loss:0.00000}");
            foreach (var score in groups.Select(epoch.Validation.Of))
                text.Append(CultureInfo.InvariantCulture, $",{score?.Correlation:0.00000},{score?.Scanpath:0.00000}");
            text.Append(CultureInfo.InvariantCulture, $",{epoch.Seconds:0.0}\n");
        }
        return text.ToString();
    }
}
