using StavisLive.Cluster.Contracts;

namespace StavisLive.Cluster.Streams;

/// <summary>The cluster's streams on this node. Thread-safe.</summary>
internal interface ILocalStreams
{
    /// <summary>How each is doing, also those that have ended by themselves.</summary>
    IReadOnlyList<StreamReport> Reports();

    /// <summary>The epoch of a stream that runs with that version of its configuration; null where it doesn't.</summary>
    long? EpochOf(string name, long version);

    /// <summary>Runs a stream, in the place of an earlier run of it.</summary>
    /// <returns>Null, or why it can't be run here, for people.</returns>
    Task<string?> StartAsync(string name, StreamOrder order, long epoch);

    /// <summary>Ends a stream, and waits until its files are closed. Without effect where it doesn't run.</summary>
    Task StopAsync(string name);
}
