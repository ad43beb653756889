using StavisLive.Core.Media;

namespace StavisLive.Core.Sources.Reconnection;

/// <summary>Where a stream's time line begins on the clock, learned from its pictures. Thread-safe for one writer.</summary>
/// <remarks>
/// A picture carries both its time on the line and the moment at which it was handed to this process. What is paced or
/// comes over a network is late by more or less, and least late tells most. A network camera's clock may run differently
/// from ours, so only the last seconds count.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class TimelineOrigin(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    // Used by the pictures' thread only.
    private long _before = long.MaxValue;
    private long _now = long.MaxValue;
    private long _nowBegun;

    // Read by other threads.
    private long _origin = long.MaxValue;

    /// <summary>Takes note of a picture.</summary>
    /// <param name="presentationTime">Its time on the line.</param>
    /// <param name="capturedAt">When it came: <see cref="TimeProvider.GetTimestamp"/>.</param>
    public void Learn(MediaTime presentationTime, long capturedAt)
    {
        if (_now == long.MaxValue) _nowBegun = capturedAt;
        else if (time.GetElapsedTime(_nowBegun, capturedAt) > Memory)
        {
            (_before, _now) = (_now, long.MaxValue);
            _nowBegun = capturedAt;
        }
        _now = Math.Min(_now, capturedAt - TicksOf(presentationTime));
        Volatile.Write(ref _origin, Math.Min(_before, _now));
    }

    /// <summary>The time on the line of a moment on the clock; null before the first picture.</summary>
    public MediaTime? TimeOf(long timestamp) => Volatile.Read(ref _origin) is var origin && origin == long.MaxValue
        ? null
        : MediaTime.FromSeconds((double)(timestamp - origin) / time.TimestampFrequency);

    private long TicksOf(MediaTime mediaTime) => (long)Math.Round(mediaTime.Seconds * time.TimestampFrequency);
}
