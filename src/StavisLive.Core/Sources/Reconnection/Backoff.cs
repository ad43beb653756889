namespace StavisLive.Core.Sources.Reconnection;

/// <summary>How long to wait before the next attempt: doubling, capped, and never the same for all at once.</summary>
/// <param name="random">Spreads the attempts of many sources that were lost together.</param>
public sealed class Backoff(Random random)
{
    // A wrong password does not get better by repetition, and cameras lock the account.
    private static readonly TimeSpan Refused = TimeSpan.FromSeconds(30);

    // About a minute of attempts that fail at once. Those that take long to fail are rare anyway.
    private const int ManyFailures = 150;

    /// <summary>What is doubled.</summary>
    /// <value>The default value is a tenth of a second.</value>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What the doubling ends at.</summary>
    /// <value>
    /// The default value is half a second. A server that was restarted answers within a second or two; the cap keeps the first
    /// maps within three seconds of its return, and an attempt that is refused costs some 65 ms of a processor (measured).
    /// </value>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>What the doubling ends at after 150 failures: from there it goes on beyond <see cref="Longest"/>.</summary>
    /// <value>The default value is zero: it never does.</value>
    public TimeSpan LongestLater { get; init; }

    /// <summary>The time before an attempt.</summary>
    /// <param name="failures">Attempts that failed since the last success.</param>
    /// <param name="wasRefused">Whether the last one was answered, with a no.</param>
    /// <returns>Between half of the full time and all of it.</returns>
    public TimeSpan Before(int failures, bool wasRefused)
    {
        var full = wasRefused ? Refused : Full(failures);
        return full * (0.5 + random.NextDouble() / 2);
    }

    private TimeSpan Full(int failures) => failures >= ManyFailures && LongestLater > Longest
        ? Doubled(Longest, failures - ManyFailures + 1, LongestLater)
        : Doubled(First, failures, Longest);

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var full = first * Math.Pow(2, Math.Min(times, 16));
        return full < longest ? full : longest;
    }
}
