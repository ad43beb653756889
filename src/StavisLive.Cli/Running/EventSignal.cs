namespace StavisLive.Cli.Running;

/// <summary>What other programs ask of this one by setting an event that has a name. Disposing takes the name back.</summary>
internal sealed class EventSignal : IDisposable
{
    private readonly EventWaitHandle _event;
    private readonly RegisteredWaitHandle _waiting;

    /// <param name="signal">Set by whoever asks, and reset with every answer. Owned.</param>
    /// <param name="act">What is asked for; runs on a pool thread.</param>
    public EventSignal(EventWaitHandle signal, Action act)
    {
        _event = signal;
        _waiting = ThreadPool.RegisterWaitForSingleObject(signal, (_, _) => act(), state: null, Timeout.Infinite, executeOnlyOnce: false);
    }

    /// <summary>Listens to an event of this process's session by its name. Windows only, where events have names.</summary>
    public static EventSignal Listen(string name, Action act) => new(new EventWaitHandle(initialState: false, EventResetMode.AutoReset, name), act);

    /// <inheritdoc />
    public void Dispose()
    {
        _waiting.Unregister(waitObject: null);
        _event.Dispose();
    }
}
