using System.Globalization;

namespace StavisLive.Cli.Running;

/// <summary>How long something will go on at the pace that it had so far, for a line that tells how far it is.</summary>
internal static class TimeLeft
{
    // Nobody waits for more: the file says something wrong of its own length.
    private const double MostHours = 1000;

    /// <summary>In hours, minutes and seconds, behind two blanks; nothing where it cannot be told.</summary>
    /// <param name="elapsed">How long it took so far.</param>
    /// <param name="done">How many pieces are done.</param>
    /// <param name="left">How many are not; less than none is none.</param>
    public static string Text(TimeSpan elapsed, long done, long left)
    {
        var seconds = elapsed.TotalSeconds * Math.Max(0, left) / done;
        if (!(seconds < MostHours * 3600)) return "";
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"  {(int)time.TotalHours}:{time:mm\\:ss} left")
            : string.Create(CultureInfo.InvariantCulture, $"  {time:m\\:ss} left");
    }
}
