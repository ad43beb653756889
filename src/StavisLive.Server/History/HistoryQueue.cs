using System.Threading.Channels;

namespace StavisLive.Server.History;

/// <summary>What waits to be written into the history; the oldest gives way where the disk is too slow.</summary>
internal sealed class HistoryQueue
{
    // Ten minutes of a wall of 64 sources: a megabyte and a half.
    private const int Capacity = 4096;

    private readonly Channel<AttentionCell> _waiting;
    private long _dropped;

    /// <summary>An empty one.</summary>
    public HistoryQueue() => _waiting = Channel.CreateBounded<AttentionCell>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Drop(1));

    /// <summary>What waits.</summary>
    public ChannelReader<AttentionCell> Reader => _waiting.Reader;

    /// <summary>Rows so far that could not be kept.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Queues a row; returns at once.</summary>
    public void Add(AttentionCell cell) => _waiting.Writer.TryWrite(cell);

    /// <summary>Counts rows that could not be kept.</summary>
    public void Drop(int rows) => Interlocked.Add(ref _dropped, rows);

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _waiting.Writer.TryComplete();
}
