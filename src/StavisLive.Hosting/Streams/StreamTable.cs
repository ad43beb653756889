using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>Which stream has which name, and what takes its place once it is closed.</summary>
/// <remarks>
/// Thread-safe. A name has one stream under way at most, and one successor: the plan that was asked for last. One that has ended by
/// itself keeps its name until it is stopped or another takes its place.
/// </remarks>
/// <param name="create">Makes a stream, which the table begins. Called under its lock.</param>
/// <param name="activity">Busy as long as a stream is under way or waits for its name.</param>
/// <param name="changes">Told when a stream is added or removed.</param>
internal sealed class StreamTable(Func<StreamPlan, HostedStream> create, ActivityCount activity, ChangeSignal changes)
{
    private readonly Lock _lock = new();

    // Replaced as a whole under the lock; read by anybody.
    private volatile StreamList _streams = new([]);

    // Under the lock: by name, what begins once the stream that has the name is closed.
    private readonly Dictionary<string, StreamPlan> _successors = [];

    // Under the lock.
    private bool _isClosed;

    /// <summary>The streams as they are now.</summary>
    public IReadOnlyList<HostedStream> All => _streams.All;

    /// <summary>The stream of a name; null where none is listed.</summary>
    public HostedStream? Find(string name) => _streams.Find(name);

    /// <summary>The stream of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public HostedStream Require(string name) => Find(name) ?? throw new KeyNotFoundException($"There is no stream with the name \"{name}\".");

    /// <summary>What takes the place of the stream of that name once that one is closed; null: nothing.</summary>
    public StreamPlan? SuccessorOf(string name)
    {
        lock (_lock) return _successors.GetValueOrDefault(name);
    }

    /// <summary>Whether the stream of a name was stopped and has not closed its files yet, and nothing is to take its place.</summary>
    public bool IsClosing(string name) => Find(name) is { State: StreamState.Stopping } && SuccessorOf(name) is null;

    /// <summary>Begins a stream, in the place of one of the same name that has ended.</summary>
    /// <exception cref="InvalidOperationException">One of the same name is under way, or about to be.</exception>
    /// <exception cref="ObjectDisposedException">The table is closed.</exception>
    public HostedStream Start(StreamPlan plan)
    {
        lock (_lock)
        {
            var before = Find(plan.StreamName);
            if (before is { IsUnderWay: true } || _successors.ContainsKey(plan.StreamName))
                throw new InvalidOperationException($"A stream with the name \"{plan.StreamName}\" is under way, or about to be; stop it first, or replace it.");
            return Begin(plan, before);
        }
    }

    /// <summary>
    /// Begins a stream once nothing of its name is open. Others may begin and end streams of that name meanwhile: the last one who
    /// asked gets the name, and nobody does if the last one asked for an end.
    /// </summary>
    /// <returns>The stream; null where somebody asked later.</returns>
    /// <exception cref="ObjectDisposedException">The table is closed.</exception>
    public Task<HostedStream?> PutAsync(StreamPlan plan)
    {
        lock (_lock) _successors[plan.StreamName] = plan;
        return SucceedAsync(plan);
    }

    /// <summary>Ends the stream that has a plan's name, and begins the plan's once the first one's files are closed.</summary>
    /// <returns>The stream; null where somebody asked later.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ObjectDisposedException">The table is closed.</exception>
    public async Task<HostedStream?> ReplaceAsync(StreamPlan plan)
    {
        _ = Require(plan.StreamName);
        return await PutAsync(plan).ConfigureAwait(false);
    }

    /// <summary>Begins what was noted as a name's successor, once nothing of that name is open.</summary>
    /// <returns>The stream; null where something else was asked for by then.</returns>
    /// <exception cref="ObjectDisposedException">The table is closed.</exception>
    public async Task<HostedStream?> SucceedAsync(StreamPlan plan)
    {
        using var waiting = activity.Enter();
        var name = plan.StreamName;
        while (true)
        {
            HostedStream? before;
            lock (_lock)
            {
                // Whoever asked later may have begun a stream already, which is not this one's to end.
                if (!ReferenceEquals(_successors.GetValueOrDefault(name), plan)) return null;
                before = Find(name);
                if (before is not { IsUnderWay: true })
                {
                    _successors.Remove(name);
                    return Begin(plan, before);
                }
            }
            await before.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Notes another plan in the place of a name's successor, if that still is it.</summary>
    /// <param name="successor">The one that was noted.</param>
    /// <param name="plan">The other one, which the caller begins; null: nothing is to take the name.</param>
    /// <returns>Whether it was.</returns>
    public bool ChangeSuccessor(StreamPlan successor, StreamPlan? plan)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_successors.GetValueOrDefault(successor.StreamName), successor)) return false;
            Note(successor.StreamName, plan);
            return true;
        }
    }

    /// <summary>Ends a stream of the table's, and with it the wait of what was to take its place. It stays listed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="successor">What is to take its place instead, which the caller begins; null: nothing.</param>
    public Task<StreamEnd> EndAsync(HostedStream stream, StreamPlan? successor)
    {
        lock (_lock) Note(stream.Name, successor);
        return stream.StopAsync();
    }

    /// <summary>Ends a stream of the table's as <see cref="EndAsync"/> does, with nothing in its place, and lists it no more.</summary>
    public async Task<StreamEnd> StopAsync(HostedStream stream)
    {
        var end = await EndAsync(stream, null).ConfigureAwait(false);
        lock (_lock) _streams = new StreamList([.. All.Where(other => other != stream)]);
        changes.Tell();
        return end;
    }

    /// <summary>Ends every stream, and with it the wait of what was to take its place. They stay listed.</summary>
    public Task StopAllAsync()
    {
        IReadOnlyList<HostedStream> streams;
        lock (_lock)
        {
            _successors.Clear();
            streams = All;
        }
        return Task.WhenAll(streams.Select(stream => stream.StopAsync()));
    }

    /// <summary>From here on nothing can be begun.</summary>
    public void Close()
    {
        lock (_lock) _isClosed = true;
    }

    // Under the lock.
    private void Note(string name, StreamPlan? successor)
    {
        if (successor is null) _successors.Remove(name);
        else _successors[name] = successor;
    }

    // Under the lock; nobody of that name is under way.
    private HostedStream Begin(StreamPlan plan, HostedStream? before)
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(StreamManager));
        var stream = create(plan);
        _streams = new StreamList(before is null ? [.. All, stream] : [.. All.Select(other => other == before ? stream : other)]);
        _ = BeginAsync(stream);
        changes.Tell();
        return stream;
    }

    // Never fails.
    private async Task BeginAsync(HostedStream stream)
    {
        using var running = activity.Enter();
        stream.Begin();
        await stream.Ended.ConfigureAwait(false);
    }
}
