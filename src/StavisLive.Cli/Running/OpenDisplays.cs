using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Running;

/// <summary>Notices when somebody closes the last display of a run: who has closed every one doesn't want to watch any more.</summary>
internal sealed class OpenDisplays
{
    private int _closed;

    /// <summary>Waits for it.</summary>
    public static async Task WhenAllClosedAsync(StreamManager manager, CancellationToken cancellationToken)
    {
        var displays = new OpenDisplays();
        await foreach (var streams in manager.WatchAsync(cancellationToken))
        {
            var shown = streams.Where(stream => stream.Plan.Display && !stream.Ended.IsCompleted);
            if (displays.IsLastClosed([.. shown.Select(stream => stream.IsDisplayClosed)])) return;
        }
    }

    /// <summary>Whether the last one that was still open has been closed since the call before.</summary>
    /// <param name="areClosed">Of each stream under way that had a display, whether that is closed. A stream's end closes none.</param>
    public bool IsLastClosed(IReadOnlyCollection<bool> areClosed)
    {
        var closed = areClosed.Count(isClosed => isClosed);
        var isLast = closed > _closed && closed == areClosed.Count;
        _closed = closed;
        return isLast;
    }
}
