using Microsoft.Extensions.Logging;

namespace StavisLive.Cluster.Streams;

/// <summary>
/// Ends streams that this node may run no more. Nobody waits for them: one that is long in closing its files keeps no other one from being
/// ended. Thread-safe.
/// </summary>
/// <param name="streams">The cluster's streams on this node.</param>
/// <param name="log">Told of what could not be ended.</param>
internal sealed partial class StreamEnds(ILocalStreams streams, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ending = [];

    /// <summary>Begins to end a stream; without effect while that goes on.</summary>
    public void Begin(string name)
    {
        lock (_lock)
        {
            if (!_ending.Add(name)) return;
        }
        _ = EndAsync(name);
    }

    private async Task EndAsync(string name)
    {
        try
        {
            await streams.StopAsync(name).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It is ended again at the next occasion.
            LogNotEnded(log, e, name);
        }
        finally
        {
            lock (_lock) _ending.Remove(name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Stream} could not be ended")]
    private static partial void LogNotEnded(ILogger log, Exception e, string stream);
}
