using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Server.Sources;

/// <summary>Every source that is watched or paused, each with what is known of it. Thread-safe.</summary>
internal sealed class SourceCatalog : StreamFollower
{
    // A late map brings all the frames that waited for it at once.
    private const int Capacity = 64;

    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    private readonly StreamManager _manager;
    private readonly IReadOnlyList<IStreamObserverFactory> _observers;
    private readonly TimeProvider _time;
    private readonly string? _node;
    private readonly Lock _lock = new();

    // By name and by id; changed under the lock, read by anybody.
    private readonly ConcurrentDictionary<string, WatchedSource> _byName = new();
    private readonly ConcurrentDictionary<string, WatchedSource> _byId = new();
    private int _made;

    /// <param name="manager">The streams; borrowed.</param>
    /// <param name="observers">Who wants to be told everything.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told what failed.</param>
    /// <param name="node">What this machine is called in its cluster; null outside one.</param>
    public SourceCatalog(
        StreamManager manager, IEnumerable<IStreamObserverFactory> observers, TimeProvider time, ILogger<SourceCatalog> log, NodeName? node = null)
        : base(manager, log)
    {
        _manager = manager;
        _observers = [.. observers];
        _time = time;
        _node = node?.Value;
        manager.Dropped += Drop;
        manager.Kept += Keep;
    }

    /// <summary>The sources, in the order in which they first came.</summary>
    public IReadOnlyList<WatchedSource> Sources => [.. _byName.Values.Where(IsThere).OrderBy(source => source.Ordinal)];

    /// <summary>The source of an id; null where there is none. Whoever follows a source asks ten times a second.</summary>
    public WatchedSource? Find(string id) => _byId.TryGetValue(id, out var source) && IsThere(source) ? source : null;

    /// <summary>The source that a stream belongs to, which is there from now on.</summary>
    /// <param name="name">Name of the stream.</param>
    public WatchedSource GetOrAdd(string name)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue(name, out var known)) return known;
            var source = new WatchedSource(name, IdFor(name), _made++, _time, _node);
            return _byName[name] = _byId[source.Id] = source;
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _manager.Dropped -= Drop;
        _manager.Kept -= Keep;
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(base.ExecuteAsync(stoppingToken), SampleAsync(stoppingToken), ForgetAsync(stoppingToken)).ConfigureAwait(false);

    // Here, since tasks begin in any order: a wall's sources stand as in its configuration.
    /// <inheritdoc />
    protected override void Meet(HostedStream stream) => GetOrAdd(stream.Name);

    /// <inheritdoc />
    protected override async Task FollowAsync(HostedStream stream, CancellationToken stop)
    {
        var source = GetOrAdd(stream.Name);
        await using var subscription = stream.Feed.Subscribe(new SubscriptionOptions
        {
            Name = "monitor", Kind = "monitor", Content = FeedContent.Results | FeedContent.States, Capacity = Capacity,
        });
        source.Begin(stream);
        var observers = _observers.Select(factory => factory.Observe(source)).ToList();
        try
        {
            await foreach (var item in subscription.ReadAllAsync(stop).ConfigureAwait(false)) Tell(source, observers, item);
        }
        finally
        {
            foreach (var observer in observers) observer.Dispose();
        }
    }

    private void Tell(WatchedSource source, List<IStreamObserver> observers, StreamItem item)
    {
        switch (item)
        {
            case StreamItem.Result { Value: var result }:
                var sample = AttentionSample.Of(result, _time.GetUtcNow());
                source.Note(result, sample);
                foreach (var observer in observers) observer.OnResult(result, sample);
                break;
            case StreamItem.SourceChanged { Change: var change }:
                source.Note(change);
                foreach (var observer in observers) observer.OnState(change);
                break;
            case StreamItem.AudioChanged { Change: var change }:
                source.Note(change);
                foreach (var observer in observers) observer.OnAudio(change);
                break;
        }
    }

    // Of what is paused there is no stream whose end would tell that it isn't wanted any more.
    private void Drop(string name)
    {
        if (_byName.TryGetValue(name, out var source)) source.EndPause();
    }

    // Of what is paused there is no stream that would take what the plan says now.
    private void Keep(StreamPlan plan)
    {
        if (_byName.TryGetValue(plan.StreamName, out var source)) source.ChangePaused(plan);
    }

    private async Task SampleAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(SampleInterval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            {
                foreach (var (name, source) in _byName)
                {
                    if (IsThere(source)) source.Sample();
                    // Who came too late for its stream has brought it back.
                    else Remove(name, source);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    // At once: who follows a source looks for it on other machines then.
    private async Task ForgetAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var _ in _manager.WatchAsync(stop).ConfigureAwait(false))
            {
                foreach (var (name, source) in _byName) Remove(name, source);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    // A stream of that name may begin at the same moment.
    private void Remove(string name, WatchedSource source)
    {
        lock (_lock)
        {
            if (IsThere(source) || !_byName.TryRemove(new KeyValuePair<string, WatchedSource>(name, source))) return;
            _byId.TryRemove(source.Id, out _);
            source.Dispose();
        }
    }

    // Under the lock.
    private string IdFor(string name)
    {
        var id = SourceId.Of(name);
        var unique = id;
        for (var number = 2; _byId.ContainsKey(unique); number++) unique = $"{id}-{number}";
        return unique;
    }

    private bool IsThere(WatchedSource source) => source.IsPaused || _manager.Find(source.Name) is not null;
}
