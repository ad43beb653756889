namespace StavisLive.Core.Sinks;

/// <summary>When a sink that has failed is tried again, and when it counts as working.</summary>
/// <param name="time">The clock.</param>
internal sealed class SinkRecovery(TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // An encoder takes some pictures before it says that there is no room for them.
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    private TimeSpan _pause;
    private long _failedAt;
    private long? _writtenAt;

    /// <summary>Whether it has worked long enough to be worth another try.</summary>
    public bool HasWorked { get; private set; }

    /// <summary>Whether the pause after the last failure is over.</summary>
    public bool IsDue => time.GetElapsedTime(_failedAt) >= _pause;

    /// <summary>It has failed: longer pauses follow until it has worked again.</summary>
    public void Fail()
    {
        _pause = _pause == TimeSpan.Zero ? ShortestPause : _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        _failedAt = time.GetTimestamp();
        _writtenAt = null;
    }

    /// <summary>It has written something.</summary>
    /// <returns>Whether it has worked long enough by now.</returns>
    public bool Write()
    {
        _writtenAt ??= time.GetTimestamp();
        if (time.GetElapsedTime(_writtenAt.Value) < Trial) return false;
        _pause = TimeSpan.Zero;
        HasWorked = true;
        return true;
    }
}
