using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;

namespace StavisLive.Core.Sessions;

/// <summary>Once a stream is to stop, leaves those subscribers behind that still have it wait: they may never read again.</summary>
internal sealed partial class ReaderPatience : IDisposable
{
    // A reader that writes to a database or over a network reads on within that; a host that shuts down has half a minute for everything.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // While the stream waits for one, another that will not read either may not have been waited for yet.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly StreamHub _hub;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stopping;

    /// <param name="hub">Who is subscribed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told who is left behind.</param>
    /// <param name="stop">Says that the stream is to stop.</param>
    public ReaderPatience(StreamHub hub, TimeProvider time, ILogger log, CancellationToken stop)
    {
        _hub = hub;
        _log = log;
        _timer = time.CreateTimer(_ => LeaveBehind(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stopping = stop.Register(() => _timer.Change(Longest, Interval));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping.Dispose();
        _timer.Dispose();
    }

    private void LeaveBehind()
    {
        foreach (var subscription in _hub.LeaveBehind()) LogLeftBehind(_log, _hub.Name, subscription.Options.Name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Stream:l} stops and still has to wait for its subscriber {Subscriber}, which gets no more of it. Is that very slow, or was it left without being disposed?")]
    private static partial void LogLeftBehind(ILogger log, string stream, string subscriber);
}
