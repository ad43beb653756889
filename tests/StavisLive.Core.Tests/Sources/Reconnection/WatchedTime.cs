using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Sources.Reconnection;

/// <summary>A clock that a test moves, and that tells of every timer which is set on it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Waits for the next timer, and moves the clock to where it is due.</summary>
    public async Task AdvanceToNextTimerAsync() => Advance(await _timers.Reader.ReadAsync().AsTask().WaitAsync(Eventually.Patience));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }
}
