namespace StavisLive.Server.Events;

/// <summary>The short time that whoever tells others of events has for those that still wait when the program ends.</summary>
internal sealed class LeaveTime : IDisposable
{
    // A service manager waits little longer.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenRegistration _beginning;

    /// <param name="stop">Cancelled when the program ends.</param>
    /// <param name="time">The clock.</param>
    public LeaveTime(CancellationToken stop, TimeProvider time)
    {
        Begun = stop;
        _over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _beginning = stop.Register(() => _over.CancelAfter(Length));
    }

    /// <summary>Cancelled when it begins: nothing is waited for any more.</summary>
    public CancellationToken Begun { get; }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Over => _over.Token;

    /// <inheritdoc />
    public void Dispose()
    {
        _beginning.Dispose();
        _over.Dispose();
    }
}
