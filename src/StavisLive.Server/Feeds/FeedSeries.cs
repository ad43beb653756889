namespace StavisLive.Server.Feeds;

/// <summary>How many subscribe to one kind of feed of one source.</summary>
internal sealed class FeedSeries
{
    /// <summary>The number; changed by <see cref="Interlocked"/> only.</summary>
    public long Count;
}
