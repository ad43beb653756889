namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>What an eye tracker has told last. Thread-safe.</summary>
/// <param name="time">The clock.</param>
internal sealed class NewestGaze(TimeProvider time)
{
    /// <summary>How long a place holds: a blink or a lost datagram is shorter, a viewer who has gone is away for longer.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(0.5);

    private readonly Lock _lock = new();
    private GazeSample _sample;
    private long _arrived;
    private bool _isKnown;
    private double _latest = double.NegativeInfinity;

    /// <summary>Takes a sample; one that is older than what came before is late, and forgotten.</summary>
    public void Take(GazeSample sample)
    {
        lock (_lock)
        {
            // A clock that jumps back by more than that has begun anew.
            if (sample.Time < _latest && _latest - sample.Time < Hold.TotalSeconds) return;
            _latest = sample.Time;
            if (!sample.IsOnPicture) return;
            (_sample, _arrived, _isKnown) = (sample, time.GetTimestamp(), true);
        }
    }

    /// <summary>The newest place; null where it is too old.</summary>
    public GazeSample? Get()
    {
        lock (_lock) return _isKnown && time.GetElapsedTime(_arrived) <= Hold ? _sample : null;
    }
}
