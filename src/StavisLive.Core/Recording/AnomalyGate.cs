namespace StavisLive.Core.Recording;

/// <summary>Lets one anomaly through and then none for a while. Thread-safe.</summary>
internal sealed class AnomalyGate(TimeSpan pause, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _passedAt;

    /// <summary>Whether this one may be recorded.</summary>
    public bool TryPass()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_passedAt is { } before && time.GetElapsedTime(before, now) < pause) return false;
            _passedAt = now;
            return true;
        }
    }
}
