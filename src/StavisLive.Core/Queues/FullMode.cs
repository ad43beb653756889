namespace StavisLive.Core.Queues;

/// <summary>What a full queue does with the next item.</summary>
internal enum FullMode
{
    /// <summary>The writer waits: nothing is lost (offline).</summary>
    Wait,

    /// <summary>The oldest item makes room and is counted: the newest wins (live).</summary>
    DropOldest,
}
