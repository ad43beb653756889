namespace StavisLive.Media.Ffmpeg;

/// <summary>Acts when something that should keep happening has not happened for too long. Thread-safe.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly Action _bark;
    private readonly ITimer _timer;
    private int _expired;

    /// <summary>Starts watching.</summary>
    /// <param name="limit">Longest time between two calls of <see cref="Feed"/>.</param>
    /// <param name="bark">Called once when it has passed; on another thread.</param>
    /// <param name="time">The clock.</param>
    public Watchdog(TimeSpan limit, Action bark, TimeProvider time)
    {
        _limit = limit;
        _bark = bark;
        _timer = time.CreateTimer(_ => Expire(), state: null, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether the time has passed.</summary>
    public bool HasExpired => Volatile.Read(ref _expired) != 0;

    /// <summary>It happened: the time starts anew.</summary>
    public void Feed() => _timer.Change(_limit, Timeout.InfiniteTimeSpan);

    /// <summary>Stops watching.</summary>
    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        if (Interlocked.Exchange(ref _expired, 1) == 0) _bark();
    }
}
