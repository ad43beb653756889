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

    private readonly ChangeSignal _changes = new();
    private readonly SharedNetwork _network;
    private readonly StreamHistory _history;
    private readonly ActivityCount _activity;
    private readonly StreamTable _table;
    private readonly AsideStreams _asides;
    private readonly PlanApplier _plans;
    private readonly Task _watching;
    private readonly Lazy<Task> _closing;
    private volatile bool _isClosed;

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
        var log = logs.CreateLogger<StreamManager>();
        _network = network;
        _history = new StreamHistory(logs);
        _activity = new ActivityCount(_changes);
        var surroundings = new StreamSurroundings(_network, new OutputRotation(log), [.. sinks ?? []], options?.Value.EndsStreamsWithOutputs ?? false, time, logs);
        _table = new StreamTable(plan => new HostedStream(plan, surroundings, this), _activity, _changes);
        _asides = new AsideStreams(surroundings, _activity);
        _plans = new PlanApplier(_table, _activity, time, log) { Dropped = name => Dropped?.Invoke(name), Kept = plan => Kept?.Invoke(plan) };
        _watching = FailWithNetworkAsync();
        _closing = new Lazy<Task>(Close);
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
    public IReadOnlyList<HostedStream> Streams => _table.All;

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
    public HostedStream? Find(string name) => _table.Find(name);

    /// <summary>
    /// What is watched under a name, or will be once the stream that has it now is closed: what a change of it begins with; null where
    /// nothing is listed.
    /// </summary>
    public StreamPlan? PlanOf(string name) => _table.SuccessorOf(name) ?? Find(name)?.Plan;

    /// <summary>Whether the stream of a name was stopped and has not closed its files yet, and nothing is to take its place.</summary>
    public bool IsClosing(string name) => _table.IsClosing(name);

    /// <summary>Makes the network ready before the first stream needs it. Without effect where there is one already.</summary>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public void PrepareNetwork(ModelConfig config) => _network.For(config);

    /// <summary>Begins a stream, in the place of one of the same name that has ended. Returns at once.</summary>
    /// <exception cref="InvalidOperationException">One of the same name is under way, or about to be.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public HostedStream Start(StreamPlan plan) => _table.Start(plan);

    /// <summary>
    /// Runs a stream beside the others for one user, who alone is told of it: it isn't listed, nor is its end, nobody is told that it
    /// starts, and outputs of the embedding program's own are not made for it.
    /// </summary>
    /// <param name="plan">The stream. Its name may be that of others.</param>
    /// <param name="use">
    /// What it is run for; given the stream just before it begins, so that what is subscribed to before the first wait misses nothing.
    /// When it is done, the stream ends.
    /// </param>
    /// <returns>What <paramref name="use"/> gives, once the stream's files are closed.</returns>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Task<T> RunAsideAsync<T>(StreamPlan plan, Func<HostedStream, Task<T>> use) => _asides.RunAsync(plan, use);

    /// <summary>Ends a stream as an interruption would, and waits until its files are closed. It is listed no more.</summary>
    /// <returns>How it ended; one that had ended already, how it did then.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Task<StreamEnd> StopAsync(string name) => _table.StopAsync(_table.Require(name));

    /// <summary>
    /// Ends a stream as <see cref="StopAsync(string)"/> does, but waits no longer than closing files takes as a rule: one that cannot
    /// close them stays listed until it has.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Task StopInTimeAsync(string name) => _plans.StopAsync(_table.Require(name));

    /// <summary>Ends a stream and begins another of the same name, once the files of the first are closed.</summary>
    /// <returns>The other; null where it was ended or replaced in turn before it began.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Task<HostedStream?> ReplaceAsync(StreamPlan plan) => _table.ReplaceAsync(plan);

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
    /// a stream that cannot close its files: what is to take its place begins when it can.
    /// </remarks>
    /// <param name="plan">What is to be watched from now on. Its network counts only where there is none yet.</param>
    /// <param name="cancellationToken">Leaves out what isn't begun yet.</param>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public Task ApplyAsync(HostPlan plan, CancellationToken cancellationToken = default) => _plans.ApplyAsync(plan, cancellationToken);

    /// <summary>What applying a plan would do.</summary>
    internal PlanChange ChangeTo(HostPlan plan) => _plans.ChangeTo(plan);

    /// <summary>Ends every stream, and with it the wait of what was to take its place, and waits until their files are closed. Those that were listed stay so.</summary>
    public Task StopAllAsync() => Task.WhenAll(_table.StopAllAsync(), _asides.StopAllAsync());

    /// <summary>Has every stream's flight recorder write what it remembers; returns at once.</summary>
    /// <param name="reason">Why, in a word or two; part of the files' names.</param>
    /// <returns>How many are writing.</returns>
    public int TriggerRecordings(string reason) => Streams.Count(stream => stream.TriggerRecording(reason));

    /// <summary>Until what this gives is disposed, streams may be about to begin though none is under way: the manager counts as busy.</summary>
    public IDisposable ExpectStreams() => _activity.Enter();

    /// <summary>Waits until no stream is under way and none is about to be; at once where that is so already.</summary>
    public async Task WhenAllEndedAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_activity.IsIdle) return;
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
    public ValueTask DisposeAsync() => new(_closing.Value);

    void IStreamOwner.Begin(HostedStream stream)
    {
        if (NetworkFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
        Starting?.Invoke(stream);
    }

    void IStreamOwner.End(StreamEnd end)
    {
        _network.NoteFailure();
        _history.Add(end, isNetworks: end.Failure is not null && end.Failure == NetworkFailure);
    }

    void IStreamOwner.Change() => _changes.Tell();

    private async Task FailWithNetworkAsync()
    {
        await _network.Failed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (NetworkFailure is { } failure) await Task.WhenAll(Streams.Concat(_asides.All).Select(stream => stream.FailAsync(failure))).ConfigureAwait(false);
    }

    private Task Close()
    {
        _table.Close();
        _asides.Close();
        return Task.Run(EndAllAsync);
    }

    private async Task EndAllAsync()
    {
        await StopAllAsync().ConfigureAwait(false);
        await _network.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _isClosed = true;
        _changes.Tell();
    }
}
