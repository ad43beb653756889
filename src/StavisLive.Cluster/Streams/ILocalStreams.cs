using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Streams;

/// <summary>The cluster's streams on this node. Thread-safe.</summary>
internal interface ILocalStreams
{
    /// <summary>How each is doing, also those that have ended by themselves.</summary>
    IReadOnlyList<StreamReport> Reports();

    /// <summary>Has a stream go on as ordered, if it runs and the order asks for nothing that it would have to begin anew for.</summary>
    /// <returns>Its epoch; null where it has to begin.</returns>
    Task<long?> GoOnAsync(string name, StreamOrder order);

    /// <summary>Runs a stream, in the place of an earlier run of it.</summary>
    /// <returns>Null, or why it can't be run here, for people.</returns>
    Task<string?> StartAsync(string name, StreamOrder order, long epoch);

    /// <summary>Ends a stream, and waits until its files are closed. Without effect where it doesn't run.</summary>
    Task StopAsync(string name);
}
