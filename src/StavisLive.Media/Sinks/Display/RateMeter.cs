namespace StavisLive.Media.Sinks.Display;

/// <summary>How often something happens per second, over the last second; what happens less often, over its last interval.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    // Two seconds at 60 fps.
    private readonly long[] _moments = new long[120];
    private int _count;

    /// <summary>Notes that it happened now and returns the rate; 0 until it can be told.</summary>
    public double Tick()
    {
        var now = time.GetTimestamp();
        _moments[_count++ % _moments.Length] = now;
        var oldest = Math.Max(0, _count - _moments.Length);
        while (oldest < _count - 2 && time.GetElapsedTime(Moment(oldest), now) > TimeSpan.FromSeconds(1)) oldest++;
        var elapsed = time.GetElapsedTime(Moment(oldest), now).TotalSeconds;
        return elapsed > 0 ? (_count - 1 - oldest) / elapsed : 0;
    }

    private long Moment(int index) => _moments[index % _moments.Length];
}
