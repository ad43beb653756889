using System.Collections.Concurrent;

namespace StavisLive.Server.Tests.Events.Webhooks;

/// <summary>The system's clock, on which nobody waits as long as asked for: it is written down, and something else waited.</summary>
/// <param name="instead">How long to wait instead.</param>
internal sealed class RecordedTime(Func<TimeSpan, TimeSpan> instead) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _asked = new();

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<TimeSpan> Asked => [.. _asked];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, dueTime, period);
        _asked.Enqueue(dueTime);
        return base.CreateTimer(callback, state, instead(dueTime), period);
    }
}
