using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace StavisLive.Training.Trainer;

/// <summary>The epochs of a training as a table and as curves, written anew after each one.</summary>
internal static partial class TrainingLog
{
    /// <summary>Writes <c>log.csv</c> and <c>curves.png</c> into a folder.</summary>
    /// <remarks>One that cannot be written, as while another program has it open, is named and left as it is.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="epochs">All epochs so far.</param>
    /// <param name="log">Names what is left.</param>
    public static void Write(string folder, IReadOnlyList<EpochRecord> epochs, ILogger log)
    {
        if (epochs.Count == 0) return;
        // Between two epochs a training may have been continued with other data.
        var groups = epochs.SelectMany(epoch => epoch.Validation.Groups).Select(score => score.Group).Distinct().ToList();
        Attempt(Path.Combine(folder, "log.csv"), path => File.WriteAllText(path, Table(epochs, groups)), log);
        Attempt(Path.Combine(folder, "curves.png"), path => TrainingCurves.Save(path, epochs, groups), log);
    }

    // Hours of training don't end for a table that the next epoch writes anew.
    private static void Attempt(string path, Action<string> write, ILogger log)
    {
        try
        {
            write(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(log, path, e.Message);
        }
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path:l} cannot be written before the next epoch ends: {Reason:l}")]
    private static partial void LogUnwritten(ILogger log, string path, string reason);
}
