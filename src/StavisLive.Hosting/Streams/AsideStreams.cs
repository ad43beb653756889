using System.Runtime.ExceptionServices;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>Streams that are run for one user each, beside those that a manager lists, and on the same network. Thread-safe.</summary>
/// <param name="shared">What all streams share; borrowed.</param>
/// <param name="activity">Busy as long as one of them is under way.</param>
internal sealed class AsideStreams(StreamSurroundings shared, ActivityCount activity) : IStreamOwner
{
    // Outputs of the embedding program's own are for what it watches.
    private readonly StreamSurroundings _shared = shared with { Sinks = [] };
    private readonly Lock _lock = new();

    // Under the lock.
    private readonly List<HostedStream> _underWay = [];
    private bool _isClosed;

    /// <summary>Those that are under way.</summary>
    public IReadOnlyList<HostedStream> All
    {
        get
        {
            lock (_lock) return [.. _underWay];
        }
    }

    /// <inheritdoc cref="StreamManager.RunAsideAsync" />
    public async Task<T> RunAsync<T>(StreamPlan plan, Func<HostedStream, Task<T>> use)
    {
        using var running = activity.Enter();
        // Its lines in the log stand among those of all others.
        var stream = new HostedStream(plan with { IsOneOfMany = true }, _shared, this);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(StreamManager));
            _underWay.Add(stream);
        }
        try
        {
            var result = UseAsync();
            stream.Begin();
            return await result.ConfigureAwait(false);
        }
        finally
        {
            await stream.StopAsync().ConfigureAwait(false);
            lock (_lock) _underWay.Remove(stream);
        }

        // What the user throws at once is thrown when the stream has begun, which only then can end.
        async Task<T> UseAsync() => await use(stream).ConfigureAwait(false);
    }

    /// <summary>Ends all of them.</summary>
    public Task StopAllAsync() => Task.WhenAll(All.Select(stream => stream.StopAsync()));

    /// <summary>From here on nothing can be begun.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    void IStreamOwner.Begin(HostedStream stream)
    {
        if (_shared.Network.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    void IStreamOwner.End(StreamEnd end) => _shared.Network.NoteFailure();

    void IStreamOwner.Change()
    {
        // Nobody watches but its user, who has it.
    }
}
