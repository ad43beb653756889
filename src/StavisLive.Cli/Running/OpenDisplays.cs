using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Running;

/// <summary>The displays of a run's streams.</summary>
internal static class OpenDisplays
{
    /// <summary>Waits until somebody has closed the last one: who has closed every display doesn't want to watch any more.</summary>
    public static async Task WhenAllClosedAsync(StreamManager manager, CancellationToken cancellationToken)
    {
        var closed = 0;
        await foreach (var streams in manager.WatchAsync(cancellationToken))
        {
            var shown = streams.Where(stream => stream.Plan.Display && !stream.Ended.IsCompleted).ToList();
            var closedNow = shown.Count(stream => stream.IsDisplayClosed);
            // Streams that end, or end together with their display, leave those alone that nobody looks at.
            if (closedNow > closed && closedNow == shown.Count) return;
            closed = closedNow;
        }
    }
}
