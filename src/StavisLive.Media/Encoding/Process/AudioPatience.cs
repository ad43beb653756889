using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Process;

/// <summary>How far behind its pictures audio is waited for, beyond what is usual: as far as it was seen to come.</summary>
/// <remarks>Outlives an encoder: behind a new connection audio is as late as before. Not thread-safe.</remarks>
/// <param name="log">Told once that audio comes late, and once that it comes too late.</param>
internal sealed partial class AudioPatience(ILogger log)
{
    /// <summary>The most, since the pictures wait as long: as far as <c>source.avOffset</c> reaches.</summary>
    public static readonly MediaTime Longest = MediaTime.FromMilliseconds(5_000);

    private bool _hasToldLate;
    private bool _hasToldLost;

    /// <summary>How far behind.</summary>
    public MediaTime Lag { get; private set; }

    /// <summary>Takes note of audio that came when silence had taken its place.</summary>
    /// <param name="target">Where the video goes, safe to show.</param>
    /// <param name="lag">How far behind its pictures it came.</param>
    public void Note(string target, MediaTime lag)
    {
        if (lag > Longest)
        {
            if (!_hasToldLost) LogLost(log, target, (long)lag.Milliseconds, (long)Longest.Milliseconds);
            (Lag, _hasToldLost) = (Longest, true);
            return;
        }
        if (!_hasToldLate) LogLate(log, target, (long)lag.Milliseconds);
        (Lag, _hasToldLate) = (lag, true);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Target:l}: the sound comes {Lag} ms behind its pictures, and silence has taken its place; from now on it is waited for")]
    private static partial void LogLate(ILogger log, string target, long lag);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Target:l}: the sound comes {Lag} ms behind its pictures, but is waited for {Longest} ms at most: there is silence in its place")]
    private static partial void LogLost(ILogger log, string target, long lag, long longest);
}
