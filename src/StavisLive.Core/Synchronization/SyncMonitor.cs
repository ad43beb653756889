namespace StavisLive.Core.Synchronization;

/// <summary>Where the newest reading of a stream's sync is kept, for whoever shows or publishes it. Thread-safe.</summary>
/// <param name="time">Clock of the readings.</param>
public sealed class SyncMonitor(TimeProvider time)
{
    // Readings come once a second, as long as there is sound.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private Stamped? _newest;

    /// <summary>The newest reading; null before the first, and when none has come for 10 seconds.</summary>
    public SyncReading? Reading => Volatile.Read(ref _newest) is { } newest && time.GetElapsedTime(newest.At) <= Memory ? newest.Reading : null;

    /// <summary>Takes note of a reading.</summary>
    public void Report(SyncReading reading) => Volatile.Write(ref _newest, new Stamped(reading, time.GetTimestamp()));

    private sealed record Stamped(SyncReading Reading, long At);
}
