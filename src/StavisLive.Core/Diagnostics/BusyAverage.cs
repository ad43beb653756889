namespace StavisLive.Core.Diagnostics;

/// <summary>How many of a number of workers were busy lately, on average. Thread-safe.</summary>
/// <remarks>
/// An average that forgets: what was a while ago counts less by 1/e for every five seconds. It is exact whenever it is read, since
/// between two changes it is known how many are busy.
/// </remarks>
/// <param name="workers">How many there are.</param>
/// <param name="time">The clock.</param>
internal sealed class BusyAverage(int workers, TimeProvider time)
{
    // Long beside a step, short beside what somebody who looks at it waits for.
    private const double MemorySeconds = 5;

    private readonly Lock _lock = new();
    private long _at = time.GetTimestamp();
    private int _busyNow;
    private double _average;

    /// <summary>How many there are.</summary>
    public int Workers => workers;

    /// <summary>How many of them were busy, 0 to <see cref="Workers"/>.</summary>
    public double Busy
    {
        get
        {
            lock (_lock)
            {
                Advance();
                return _average;
            }
        }
    }

    /// <summary>One more is busy.</summary>
    public void Begin() => Change(1);

    /// <summary>One has nothing to do any more.</summary>
    public void End() => Change(-1);

    private void Change(int by)
    {
        lock (_lock)
        {
            Advance();
            _busyNow += by;
        }
    }

    private void Advance()
    {
        var now = time.GetTimestamp();
        _average = _busyNow + ((_average - _busyNow) * Math.Exp(-time.GetElapsedTime(_at, now).TotalSeconds / MemorySeconds));
        _at = now;
    }
}
