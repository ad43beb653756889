using StavisLive.Core.Synchronization;

namespace StavisLive.Core.Sources;

/// <summary>The capability of a source that can tell how its audio lies against its pictures.</summary>
public interface IMeasuresSync
{
    /// <summary>Where it tells it.</summary>
    SyncMonitor Sync { get; }
}
