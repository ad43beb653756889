namespace StavisLive.Server.Feeds.Pictures;

/// <summary>Thins what comes out to so many a second, evenly.</summary>
/// <param name="rate">Most per second.</param>
/// <param name="time">The clock.</param>
internal sealed class Pace(double rate, TimeProvider time)
{
    private readonly long _interval = (long)(time.TimestampFrequency / rate);
    private long? _due;

    /// <summary>Whether this one is let through.</summary>
    public bool IsDue()
    {
        var now = time.GetTimestamp();
        // A quarter of an interval early is in time: what comes with a little jitter would else be let through half as often.
        if (_due is { } due && now < due - _interval / 4) return false;
        _due = Math.Max((_due ?? now) + _interval, now);
        return true;
    }
}
