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
        File.WriteAllText(Path.Combine(folder, "log.csv"), Table(epochs));
        TrainingCurves.Save(Path.Combine(folder, "curves.png"), epochs);
    }

    private static string Table(IReadOnlyList<EpochRecord> epochs)
    {
        var groups = epochs[0].Validation.Groups.Select(group => group.Group).ToList();
        var text = new StringBuilder("stage,epoch,steps,loss");
        foreach (var group in groups) text.Append(CultureInfo.InvariantCulture, $",{group}_cc,{group}_nss");
        text.Append(",seconds\n");
        foreach (var epoch in epochs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Stage},{epoch.Epoch},{epoch.Steps},{epoch.Loss:0.00000}");
            foreach (var group in epoch.Validation.Groups) text.Append(CultureInfo.InvariantCulture, $",{group.Correlation:0.00000},{group.Scanpath:0.00000}");
            text.Append(CultureInfo.InvariantCulture, $",{epoch.Seconds:0.0}\n");
        }
        return text.ToString();
    }
}
