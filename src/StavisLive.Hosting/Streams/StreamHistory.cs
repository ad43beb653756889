using Microsoft.Extensions.Logging;

namespace StavisLive.Hosting.Streams;

/// <summary>How streams have ended: kept, and told in the log where it was by a failure. Thread-safe.</summary>
internal sealed partial class StreamHistory(ILoggerFactory logs)
{
    /// <summary>Category of what it logs of a single source, whose end is mostly its host's as well.</summary>
    public const string Category = "StavisLive.Hosting.Streams.Failures";

    // More than anybody reads, so that a process that runs for years holds no more of them.
    private const int Kept = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<StreamEnd> _ends = [];

    /// <summary>The newest ones, oldest first.</summary>
    public IReadOnlyList<StreamEnd> Ends
    {
        get
        {
            lock (_lock) return [.. _ends];
        }
    }

    /// <param name="end">How a stream ended.</param>
    /// <param name="isNetworks">Whether that was the network's failure, which is not told for each stream.</param>
    public void Add(StreamEnd end, bool isNetworks)
    {
        lock (_lock)
        {
            if (_ends.Count == Kept) _ends.Dequeue();
            _ends.Enqueue(end);
        }
        if (end.Failure is { } failure && !isNetworks) Tell(end, failure);
    }

    private void Tell(StreamEnd end, Exception failure)
    {
        var log = end.Plan.IsOneOfMany ? new StreamLogs(logs, end.Plan.StreamName).CreateLogger<HostedStream>() : logs.CreateLogger(Category);
        if (ExpectedFailure.Is(failure)) LogEnded(log, failure.Message);
        else LogBroken(log, failure);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason:l}")]
    private static partial void LogEnded(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Broke off unexpectedly")]
    private static partial void LogBroken(ILogger log, Exception cause);
}
