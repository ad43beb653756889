using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Server.Json;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>What a broker is told, over all connections to it.</summary>
/// <param name="config">What of it, and how often.</param>
/// <param name="topics">Where.</param>
/// <param name="sources">The sources as they are now.</param>
/// <param name="pictures">Makes their pictures; null: there are none.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what failed.</param>
internal sealed partial class MqttFeed(
    MqttConfig config, MqttTopics topics, Func<IReadOnlyList<WatchedSource>> sources, IOverlayPictures? pictures, TimeProvider time, ILogger log)
{
    // In the words of a report.
    private const string Live = "live";

    // Events bring news at once; this is for what is no event.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly MqttRetained _retained = new();
    private readonly HomeAssistantDiscovery? _discovery = config.Discovery is null ? null : new(topics, pictures is not null);
    private readonly long _startedAt = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, bool> _withoutPicture = new();
    private AttentionEvent? _unsent;
    private volatile bool _isDenied;

    /// <summary>How long sources may take to begin, until what an earlier run has left of others is taken away.</summary>
    public required TimeSpan BeginTime { get; init; }

    /// <summary>The sources of the cluster; null outside one.</summary>
    public IRemoteSources? Cluster { get; init; }

    /// <summary>How many events still wait to be told.</summary>
    public int Waiting(EventSubscription events) => events.Waiting + (_unsent is null ? 0 : 1);

    /// <summary>A connection stands: tells all that the broker keeps.</summary>
    public async Task BeginAsync(MqttConnection connection, CancellationToken cancellationToken)
    {
        _retained.Doubt();
        await ListenAsync(connection, cancellationToken).ConfigureAwait(false);
        await UpdateAsync(connection, cancellationToken).ConfigureAwait(false);
        await TellOnlineAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells events, and states as they change, until the connection is lost.</summary>
    /// <param name="connection">The broker.</param>
    /// <param name="events">What happens.</param>
    /// <param name="stop">Waits no more for what happens; what is being told is told to its end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TellEventsAsync(MqttConnection connection, EventSubscription events, CancellationToken stop, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        var tick = timer.WaitForNextTickAsync(stop).AsTask();
        var news = events.WaitToReadAsync(stop).AsTask();
        while (true)
        {
            await TellWaitingAsync(connection, events, cancellationToken).ConfigureAwait(false);

            await (await Task.WhenAny(tick, news).ConfigureAwait(false)).ConfigureAwait(false);
            if (tick.IsCompleted)
            {
                tick = timer.WaitForNextTickAsync(stop).AsTask();
                // Here, so that whoever insists on it is contradicted once a second at most.
                if (_isDenied) await TellOnlineAsync(connection, cancellationToken).ConfigureAwait(false);
                await UpdateAsync(connection, cancellationToken).ConfigureAwait(false);
            }
            if (news.IsCompleted) news = events.WaitToReadAsync(stop).AsTask();
        }
    }

    /// <summary>Tells what still waits, and how the sources have ended.</summary>
    public async Task TellEndAsync(MqttConnection connection, EventSubscription events, CancellationToken cancellationToken)
    {
        await TellWaitingAsync(connection, events, cancellationToken).ConfigureAwait(false);
        await UpdateAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells how sources do and what they show, every few seconds, until it is cancelled or the connection is lost.</summary>
    public async Task TellStatsAsync(MqttConnection connection, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(config.Interval), time);
        do
        {
            var live = new List<WatchedSource>();
            foreach (var source in sources())
            {
                var report = source.Report();
                if (report.State == Live) live.Add(source);
                var stats = MqttStats.Of(report, time.GetUtcNow());
                await connection.PublishAsync(topics.Stats(source.Id), Json(stats), isRetained: false, cancellationToken).ConfigureAwait(false);
            }
            // All at once, and of none that has nothing to show: who waits for a picture holds up no other.
            await Task.WhenAll(live.Select(source => TellPictureAsync(connection, source, cancellationToken))).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private static byte[] Json<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, ServerJson.Options);

    private Task ListenAsync(MqttConnection connection, CancellationToken cancellationToken)
    {
        List<string> filters = [topics.Available, topics.AnyState];
        if (topics.AnyConfig is { } configs) filters.Add(configs);
        return connection.SubscribeAsync(filters, message =>
        {
            if (message.Topic == topics.Available) _isDenied = Encoding.UTF8.GetString(message.Payload) != MqttBroker.Online;
            else if (!message.Payload.IsEmpty) _retained.Find(message.Topic, MqttTopics.SourceOf(message.Topic));
        }, cancellationToken);
    }

    // Of an earlier run that was cut off the broker may tell that it is gone long after this one has begun.
    private Task TellOnlineAsync(MqttConnection connection, CancellationToken cancellationToken)
    {
        _isDenied = false;
        return connection.PublishAsync(topics.Available, Encoding.UTF8.GetBytes(MqttBroker.Online), isRetained: true, cancellationToken);
    }

    private async Task TellWaitingAsync(MqttConnection connection, EventSubscription events, CancellationToken cancellationToken)
    {
        var touched = new HashSet<string>();
        while (_unsent is not null || events.TryRead(out _unsent))
        {
            await connection.PublishAsync(topics.Event(_unsent.Source), Json(_unsent), isRetained: false, cancellationToken).ConfigureAwait(false);
            touched.Add(_unsent.Source);
            _unsent = null;
        }
        if (touched.Count > 0) await UpdateAsync(connection, touched, cancellationToken).ConfigureAwait(false);
    }

    private async Task UpdateAsync(MqttConnection connection, CancellationToken cancellationToken)
    {
        var all = sources();
        var here = all.Select(source => source.Id).ToHashSet();
        if (time.GetElapsedTime(_startedAt) >= BeginTime) _retained.AdoptFound(MayBeOthers);
        _discovery?.ForgetOthers(here);
        var wanted = WantedOf(all);
        // Of what no machine runs any more, those that did tell how it is.
        foreach (var report in _retained.Sources.Except(here).Select(id => Cluster?.Find(id)?.Resting).OfType<SourceReport>())
            wanted[topics.State(report.Id)] = (report.Id, Json(MqttState.Of(report)));
        await _retained.UpdateAsync(connection, wanted, MayBeOthers, cancellationToken).ConfigureAwait(false);

        // All that is not here, until the cluster has told what it has.
        bool MayBeOthers(string? source) =>
            Cluster is not null && (source is null || (!here.Contains(source) && (!Cluster.IsKnown || Cluster.Find(source) is not null)));
    }

    // Only what something has happened at: there may be hundreds of others. The next look takes away what is no more.
    private async Task UpdateAsync(MqttConnection connection, HashSet<string> touched, CancellationToken cancellationToken)
    {
        var some = sources().Where(source => touched.Contains(source.Id)).ToList();
        if (some.Count == touched.Count) await _retained.KeepAsync(connection, WantedOf(some), cancellationToken).ConfigureAwait(false);
        // The last that happens at a source is its end.
        else await UpdateAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private Dictionary<string, (string Source, byte[] Message)> WantedOf(IEnumerable<WatchedSource> some)
    {
        var wanted = new Dictionary<string, (string, byte[])>();
        foreach (var source in some)
        {
            var report = source.Report();
            wanted[topics.State(source.Id)] = (source.Id, Json(MqttState.Of(report)));
            foreach (var (topic, message) in _discovery?.Of(report) ?? []) wanted[topic] = (source.Id, message);
        }
        return wanted;
    }

    private async Task TellPictureAsync(MqttConnection connection, WatchedSource source, CancellationToken cancellationToken)
    {
        if (await PictureAsync(source, cancellationToken).ConfigureAwait(false) is { } picture)
            await connection.PublishAsync(topics.Image(source.Id), picture, isRetained: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]?> PictureAsync(WatchedSource source, CancellationToken cancellationToken)
    {
        if (pictures is null) return null;
        try
        {
            var picture = await pictures.OverlayJpegAsync(source, cancellationToken).ConfigureAwait(false);
            _withoutPicture.TryRemove(source.Id, out _);
            return picture;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Everything else goes on without; told once as long as it lasts.
            if (_withoutPicture.TryAdd(source.Id, true)) LogPicture(log, source.Name, e);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No picture of {Source} for the MQTT broker")]
    private static partial void LogPicture(ILogger log, string source, Exception cause);
}
