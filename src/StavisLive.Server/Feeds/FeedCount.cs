namespace StavisLive.Server.Feeds;

/// <summary>One subscriber among those that are counted.</summary>
internal sealed class FeedCount(string source, string kind) : IDisposable
{
    private int _hasLeft;

    /// <summary>Something was lost because it was too slow.</summary>
    public void Skip() => FeedCounts.Skip(source, kind);

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasLeft, 1) == 0) FeedCounts.Leave(source, kind);
    }
}
