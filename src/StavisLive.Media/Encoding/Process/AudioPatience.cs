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

    // Pictures wait as long: for one burst of late audio they are not to wait for ever.
    private static readonly MediaTime Memory = MediaTime.FromMilliseconds(30_000);

    // The most that was needed since then.
    private MediaTime _most;
    private MediaTime _since;
    private bool _hasToldLate;
    private bool _hasToldLost;
    private bool _hasToldDropped;

    /// <summary>How far behind.</summary>
    public MediaTime Lag { get; private set; }

    /// <summary>Takes note of audio that came when silence had taken its place.</summary>
    /// <param name="target">Where the video goes, safe to show.</param>
    /// <param name="lag">How far behind its pictures it came.</param>
    /// <param name="time">The pictures' time.</param>
    public void Note(string target, MediaTime lag, MediaTime time)
    {
        if (lag > Longest)
        {
            // Not worth waiting for: it would be silence all the same.
            if (!_hasToldLost) LogLost(log, target, (long)lag.Milliseconds, (long)Longest.Milliseconds);
            _hasToldLost = true;
            return;
        }
        if (!_hasToldLate) LogLate(log, target, (long)lag.Milliseconds);
        (Lag, _most, _since, _hasToldLate) = (lag, lag, time, true);
    }

    /// <summary>Takes note of audio that came in time because it was waited for.</summary>
    /// <param name="lag">How far behind its pictures it came.</param>
    public void Confirm(MediaTime lag)
    {
        if (lag > _most) _most = lag;
    }

    /// <summary>Takes note of audio that is left out, since no picture came as long as it could be kept.</summary>
    /// <param name="target">Where the video goes, safe to show.</param>
    public void NoteDropped(string target)
    {
        if (!_hasToldDropped) LogDropped(log, target);
        _hasToldDropped = true;
    }

    /// <summary>Waits no longer than was needed in half a minute.</summary>
    /// <param name="time">The pictures' time.</param>
    public void Pass(MediaTime time)
    {
        if (time - _since > Memory) (Lag, _most, _since) = (_most, MediaTime.Zero, time);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Target:l}: the sound comes {Lag} ms behind its pictures, and silence has taken its place; from now on it is waited for")]
    private static partial void LogLate(ILogger log, string target, long lag);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Target:l}: the sound comes {Lag} ms behind its pictures, but is waited for {Longest} ms at most: there is silence in its place")]
    private static partial void LogLost(ILogger log, string target, long lag, long longest);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Target:l}: the first picture comes more than ten minutes behind the sound, whose beginning is left out")]
    private static partial void LogDropped(ILogger log, string target);
}
