namespace StavisLive.Cluster.Nodes;

/// <summary>How long this node may go on running streams: as long as the wall has granted it, counted from when it asked. Thread-safe.</summary>
/// <param name="length">Length of a lease.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeLease(TimeSpan length, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long? _askedAt;
    private bool _isLost;

    /// <summary>Whether it holds.</summary>
    public bool Holds
    {
        get
        {
            lock (_lock) return !_isLost && _askedAt is { } at && time.GetElapsedTime(at) < length;
        }
    }

    /// <summary>It was granted.</summary>
    /// <param name="askedAt">When it was asked for: <see cref="TimeProvider.GetTimestamp"/>. The answer may have been long on its way.</param>
    public void Renew(long askedAt)
    {
        lock (_lock) _askedAt = Math.Max(_askedAt ?? askedAt, askedAt);
    }

    /// <summary>The cluster has given this node up: it holds never again.</summary>
    public void Lose()
    {
        lock (_lock) _isLost = true;
    }
}
