using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Core.Sessions;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Streams;

/// <summary>Runs streams side by side on one network: begins, ends, replaces and lists them. None can end or hold up another.</summary>
/// <remarks>
/// <para>Thread-safe. Two streams under way never have the same name. One that has ended by itself stays listed until it is stopped
/// or another takes its place, so that it can be seen how it ended.</para>
/// <para>Owns the network, which is made for the first stream, after that one's configuration. If it fails, every stream fails with
/// its cause, those that are begun later included: a picture with a frozen map is worse than an end.</para>
/// </remarks>
public sealed partial class StreamManager : IAsyncDisposable, IStreamOwner
{
    /// <summary>Category of the log's lines that tell why a stream failed, for programs that tell it in a way of their own.</summary>
    public const string FailureCategory = StreamHistory.Category;

    private readonly Lock _lock = new();
    private readonly ChangeSignal _changes = new();
    private readonly SharedNetwork _network;
    private readonly StreamSurroundings _surroundings;
    private readonly StreamHistory _history;
    private readonly PlanApplier _plans;
    private readonly Task _watching;
    private Task? _closing;
    private volatile bool _isClosed;

    // Replaced as a whole under the lock; read by anybody.
    private volatile StreamList _streams = new([]);

    // Under the lock: by name, what was asked for last, to begin once the stream before it is closed.
    private readonly Dictionary<string, StreamPlan> _waiting = [];

    // Under the lock.
    private int _changing;

    /// <param name="time">The clock.</param>
    /// <param name="logs">Where everybody logs to.</param>
    /// <param name="sinks">Outputs of the embedding program's own; null: none.</param>
    /// <param name="options">How streams are run; null: the defaults.</param>
    public StreamManager(
        TimeProvider time, ILoggerFactory logs, IEnumerable<ISinkProvider>? sinks = null, IOptions<StavisLiveOptions>? options = null)
        : this(new SharedNetwork((config, stop) => PredictorFactory.Create(config, logs.CreateLogger<StreamManager>(), time, stop), time), time, logs, sinks, options)
    {
    }

    internal StreamManager(
        Func<ModelConfig, ISaliencyPredictor> predictor, TimeProvider time, ILoggerFactory logs, IEnumerable<ISinkProvider>? sinks,
        IOptions<StavisLiveOptions>? options = null)
        : this(new SharedNetwork((config, _) => predictor(config), time), time, logs, sinks, options)
    {
    }

    private StreamManager(SharedNetwork network, TimeProvider time, ILoggerFactory logs, IEnumerable<ISinkProvider>? sinks, IOptions<StavisLiveOptions>? options)
    {
        _network = network;
        _history = new StreamHistory(logs);
        _plans = new PlanApplier(this, time, logs.CreateLogger<StreamManager>());
        _surroundings = new StreamSurroundings(_network, new OutputRotation(logs.CreateLogger<StreamManager>()), [.. sinks ?? []], options?.Value.EndsStreamsWithOutputs ?? false, time, logs);
        _watching = FailWithNetworkAsync();
    }

    /// <summary>
    /// Raised when a stream is about to begin, on its own task: whoever prepares something for it here misses nothing of it. What
    /// this throws is the stream's failure.
    /// </summary>
    public event Action<HostedStream>? Starting;

    /// <summary>
    /// Raised with the name of a stream that the last plan that was applied had and the next one hasn't, whether it was under way or not.
    /// </summary>
    public event Action<string>? Dropped;

    /// <summary>
    /// Raised for each stream that an applied plan leaves as it was, whether it is under way or not, with what the plan says of it:
    /// before the others are changed, and again after.
    /// </summary>
    public event Action<StreamPlan>? Kept;

    /// <summary>The streams as they are now: those under way, and those that have ended by themselves.</summary>
    public IReadOnlyList<HostedStream> Streams => _streams.All;

    /// <summary>How streams have ended so far, in the order in which they did; the newest thousand.</summary>
    public IReadOnlyList<StreamEnd> Ends => _history.Ends;

    /// <summary>What ended the network, and with it every stream; null while all is well.</summary>
    public Exception? NetworkFailure => _network.Failure;

    /// <summary>Whether the network is loaded and warm; false before anybody has asked for it, and once it has failed.</summary>
    public bool IsNetworkReady => _network.IsReady;

    /// <summary>Whether the network computes on CUDA now: not before it is ready, nor where such a device didn't work or has failed.</summary>
    public bool IsNetworkOnCuda => _network.UsesCuda;

    /// <summary>Fails with <see cref="NetworkFailure"/>; never done before, and cancelled with the disposal.</summary>
    internal Task NetworkFailed => _network.Failed;

    /// <summary>How far the frames and maps of the streams under way are.</summary>
    public IReadOnlyList<SessionStatus> Status() => [.. Streams.Where(stream => stream.IsUnderWay).Select(stream => stream.Status()).OfType<SessionStatus>()];

    /// <summary>The stream of a name; null where none is listed.</summary>
    public HostedStream? Find(string name) => _streams.Find(name);

    /// <summary>
    /// What is watched under a name, or will be once the stream that has it now is closed: what a change of it begins with; null where
    /// nothing is listed.
    /// </summary>
    public StreamPlan? PlanOf(string name) => Follower(name) ?? Find(name)?.Plan;

    /// <summary>Whether the stream of a name was stopped and has not closed its files yet, and nothing is to take its place.</summary>
    public bool IsClosing(string name) => Find(name) is { State: StreamState.Stopping } && Follower(name) is null;

    /// <summary>Makes the network ready before the first stream needs it. Without effect where there is one already.</summary>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public void PrepareNetwork(ModelConfig config) => _network.For(config);

    /// <summary>Begins a stream, in the place of one of the same name that has ended. Returns at once.</summary>
    /// <exception cref="InvalidOperationException">One of the same name is under way, or about to be.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public HostedStream Start(StreamPlan plan)
    {
        lock (_lock)
        {
            var before = Find(plan.StreamName);
            if (before is { IsUnderWay: true } || _waiting.ContainsKey(plan.StreamName))
                throw new InvalidOperationException($"A stream with the name \"{plan.StreamName}\" is under way, or about to be; stop it first, or replace it.");
            return Put(plan, before);
        }
    }

    /// <summary>Ends a stream as an interruption would, and waits until its files are closed. It is listed no more.</summary>
    /// <returns>How it ended; one that had ended already, how it did then.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Task<StreamEnd> StopAsync(string name) => StopAsync(Require(name));

    /// <summary>
    /// Ends a stream as <see cref="StopAsync(string)"/> does, but waits no longer than closing files takes as a rule: one that cannot
    /// close them stays listed until it has.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Task StopInTimeAsync(string name) => _plans.StopAsync(Require(name));

    /// <summary>Ends a stream and begins another of the same name, once the files of the first are closed.</summary>
    /// <returns>The other; null where it was ended or replaced in turn before it began.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async Task<HostedStream?> ReplaceAsync(StreamPlan plan)
    {
        using var change = new Changing(this);
        _ = Require(plan.StreamName);
        return await PutAsync(plan).ConfigureAwait(false);
    }

    /// <summary>
    /// Gives a stream another plan: it goes on where that asks for the same stream, else it ends and begins anew; one that was
    /// stopped stays so. A plan that is applied later and asks for the same changes nothing.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Task ChangeAsync(StreamPlan plan, CancellationToken cancellationToken = default) => _plans.ChangeAsync(plan, cancellationToken);

    /// <summary>Does what has changed since the last plan that was applied: ends streams that are no more in it, begins new ones.</summary>
    /// <remarks>
    /// Streams that are the same in both don't notice, also where they have ended, were stopped or were replaced meanwhile; nor do
    /// those that only <see cref="Start"/> has begun, unless the plan has one of the same name. Calls wait for each other, but not for
    /// a stream that cannot close its files: the one that is to follow it begins when it can.
    /// </remarks>
    /// <param name="plan">What is to be watched from now on. Its network counts only where there is none yet.</param>
    /// <param name="cancellationToken">Leaves out what isn't begun yet.</param>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Task ApplyAsync(HostPlan plan, CancellationToken cancellationToken = default) => _plans.ApplyAsync(plan, cancellationToken);

    /// <summary>What applying a plan would do.</summary>
    internal PlanChange ChangeTo(HostPlan plan) => _plans.ChangeTo(plan);

    /// <summary>Ends every stream, and with it the wait of whoever was to follow it, and waits until their files are closed. They stay listed.</summary>
    public Task StopAllAsync()
    {
        IReadOnlyList<HostedStream> streams;
        lock (_lock)
        {
            _waiting.Clear();
            streams = Streams;
        }
        return Task.WhenAll(streams.Select(stream => stream.StopAsync()));
    }

    /// <summary>Has every stream's flight recorder write what it remembers; returns at once.</summary>
    /// <param name="reason">Why, in a word or two; part of the files' names.</param>
    /// <returns>How many are writing.</returns>
    public int TriggerRecordings(string reason) => Streams.Count(stream => stream.TriggerRecording(reason));

    /// <summary>Until what this gives is disposed, streams may be about to begin though none is under way: the manager counts as busy.</summary>
    public IDisposable ExpectStreams() => new Changing(this);

    /// <summary>Waits until no stream is under way and none is about to be; at once where that is so already.</summary>
    public async Task WhenAllEndedAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (IsIdle()) return;
        }
    }

    /// <summary>
    /// The streams as they are now, and again whenever one is added or removed, its <see cref="HostedStream.State"/> is another, or
    /// its display is closed; ends with the manager's disposal. Changes that come while the reader is busy are one.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<HostedStream>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _changes.Next;
            var isClosed = _isClosed;
            yield return Streams;
            if (isClosed) yield break;
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends every stream, waits until their files are closed, and frees the network. Nothing can be begun any more.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock) return new ValueTask(_closing ??= Task.Run(CloseAsync));
    }

    /// <summary>Ends a stream of this manager's; see <see cref="StopAsync(string)"/>.</summary>
    internal async Task<StreamEnd> StopAsync(HostedStream stream)
    {
        var end = await EndAsync(stream, null).ConfigureAwait(false);
        lock (_lock) _streams = new StreamList([.. Streams.Where(other => other != stream)]);
        _changes.Tell();
        return end;
    }

    /// <summary>Ends a stream of this manager's, and with it the wait of whoever was to follow it. It stays listed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="follower">What is to take its place, which the caller begins; null: nothing.</param>
    internal Task<StreamEnd> EndAsync(HostedStream stream, StreamPlan? follower)
    {
        lock (_lock)
        {
            if (follower is null) _waiting.Remove(stream.Name);
            else _waiting[stream.Name] = follower;
        }
        return stream.StopAsync();
    }

    /// <summary>
    /// Begins a stream once nothing of its name is open. Others may begin and end streams of that name meanwhile: the last one who
    /// asked gets the name, and nobody does if the last one asked for an end.
    /// </summary>
    /// <returns>The stream; null where somebody asked later.</returns>
    internal Task<HostedStream?> PutAsync(StreamPlan plan)
    {
        lock (_lock) _waiting[plan.StreamName] = plan;
        return FollowAsync(plan);
    }

    /// <summary>Begins what was noted to take a name, once nothing of that name is open.</summary>
    /// <returns>The stream; null where something else was asked for by then.</returns>
    internal async Task<HostedStream?> FollowAsync(StreamPlan plan)
    {
        var name = plan.StreamName;
        while (true)
        {
            HostedStream? before;
            lock (_lock)
            {
                // Whoever asked later may have begun a stream already, which is not this one's to end.
                if (!ReferenceEquals(_waiting.GetValueOrDefault(name), plan)) return null;
                before = Find(name);
                if (before is not { IsUnderWay: true })
                {
                    _waiting.Remove(name);
                    return Put(plan, before);
                }
            }
            await before.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Notes another plan in the place of one that was noted to take a name, if that still is.</summary>
    /// <param name="follower">The one that was noted.</param>
    /// <param name="plan">The other one, which the caller begins; null: nothing is to take the name.</param>
    /// <returns>Whether it was.</returns>
    internal bool ChangeFollower(StreamPlan follower, StreamPlan? plan)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_waiting.GetValueOrDefault(follower.StreamName), follower)) return false;
            if (plan is null) _waiting.Remove(follower.StreamName);
            else _waiting[follower.StreamName] = plan;
            return true;
        }
    }

    /// <summary>What takes the place of the stream of that name once that one is closed; null: nothing.</summary>
    internal StreamPlan? Follower(string name)
    {
        lock (_lock) return _waiting.GetValueOrDefault(name);
    }

    /// <summary>Tells that a plan has a stream no more.</summary>
    internal void Drop(string name) => Dropped?.Invoke(name);

    /// <summary>Tells that a plan has the same stream as the one before.</summary>
    internal void Keep(StreamPlan plan) => Kept?.Invoke(plan);

    void IStreamOwner.Begin(HostedStream stream)
    {
        if (NetworkFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
        Starting?.Invoke(stream);
    }

    void IStreamOwner.End(StreamEnd end)
    {
        _network.Look();
        _history.Add(end, isNetworks: end.Failure is not null && end.Failure == NetworkFailure);
    }

    void IStreamOwner.Change() => _changes.Tell();

    private bool IsIdle()
    {
        lock (_lock) return _changing == 0 && !Streams.Any(stream => stream.IsUnderWay);
    }

    private HostedStream Require(string name) => Find(name) ?? throw new KeyNotFoundException($"There is no stream with the name \"{name}\".");

    // Under the lock; nobody of that name is under way.
    private HostedStream Put(StreamPlan plan, HostedStream? before)
    {
        ObjectDisposedException.ThrowIf(_closing is not null, this);
        var stream = new HostedStream(plan, _surroundings, this);
        _streams = new StreamList(before is null ? [.. Streams, stream] : [.. Streams.Select(other => other == before ? stream : other)]);
        stream.Begin();
        _changes.Tell();
        return stream;
    }

    private async Task FailWithNetworkAsync()
    {
        await _network.Failed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (NetworkFailure is { } failure) await Task.WhenAll(Streams.Select(stream => stream.FailAsync(failure))).ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        await StopAllAsync().ConfigureAwait(false);
        await _network.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _isClosed = true;
        _changes.Tell();
    }

    /// <summary>As long as it lives, streams may be about to begin though none is under way.</summary>
    private sealed class Changing : IDisposable
    {
        private readonly StreamManager _manager;
        private bool _isOver;

        public Changing(StreamManager manager)
        {
            _manager = manager;
            lock (manager._lock) manager._changing++;
        }

        public void Dispose()
        {
            lock (_manager._lock)
            {
                if (_isOver) return;
                _isOver = true;
                _manager._changing--;
            }
            _manager._changes.Tell();
        }
    }
}
