namespace StavisLive.Core.Synchronization;

/// <summary>Where the newest reading of a stream's sync is kept, for whoever shows or publishes it. Thread-safe.</summary>
public sealed class SyncMonitor
{
    private SyncReading? _reading;

    /// <summary>The newest reading; null before the first.</summary>
    public SyncReading? Reading => Volatile.Read(ref _reading);

    /// <summary>Takes note of a reading.</summary>
    public void Report(SyncReading reading) => Volatile.Write(ref _reading, reading);
}
