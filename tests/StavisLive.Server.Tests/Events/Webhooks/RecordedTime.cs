using System.Collections.Concurrent;

namespace StavisLive.Server.Tests.Events.Webhooks;

/// <summary>The system's clock, on which nobody waits as long as asked for: it is written down, and something else waited.</summary>
/// <param name="instead">How long to wait instead.</param>
internal sealed class RecordedTime(Func<TimeSpan, TimeSpan> instead) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _asked = new();
    private readonly ConcurrentQueue<ITimer> _timers = new();

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<TimeSpan> Asked => [.. _asked];

    /// <summary>What waits for it, in the same order: where a test says when that is over.</summary>
    public IReadOnlyList<ITimer> Timers => [.. _timers];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, dueTime, period);
        _asked.Enqueue(dueTime);
        var timer = base.CreateTimer(callback, state, instead(dueTime), period);
        _timers.Enqueue(timer);
        return timer;
    }
}
