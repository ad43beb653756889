using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Sinks;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Events;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds.Zeromq;

/// <summary>Publishes maps, states and events by ZeroMQ to whoever subscribes.</summary>
/// <param name="config">Says where.</param>
/// <param name="catalog">Knows the sources' ids.</param>
/// <param name="events">What happens.</param>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what failed.</param>
internal sealed class ZeromqFeed(
    PublishConfig config, SourceCatalog catalog, EventHub events, StreamManager manager, TimeProvider time, ILogger<ZeromqFeed> log)
    : StreamFollower(manager, log)
{
    private const int MostEvents = 256;

    private ZeromqPublisher? _publisher;

    /// <summary>Where it listens; null before it was started.</summary>
    internal string? Address => _publisher?.Address;

    /// <inheritdoc />
    /// <exception cref="IOException">It cannot be listened there.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _publisher = new ZeromqPublisher(config.Zeromq!, log);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_publisher is not null) await _publisher.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(base.ExecuteAsync(stoppingToken), PublishEventsAsync(stoppingToken)).ConfigureAwait(false);

    /// <inheritdoc />
    protected override async Task FollowAsync(HostedStream stream, CancellationToken stop)
    {
        var source = catalog.GetOrAdd(stream.Name).Id;
        var (maps, states) = (ZeromqMessages.Maps(source), ZeromqMessages.States(source));
        await using var subscription = stream.Feed.Subscribe(new SubscriptionOptions
        {
            Name = "zeromq", Kind = "zeromq", Content = FeedContent.Results | FeedContent.States,
        });
        await foreach (var item in subscription.ReadAllAsync(stop).ConfigureAwait(false))
        {
            // Most of what comes nobody may want.
            if (item is StreamItem.Result { Value: var result } && _publisher!.Wants(maps))
                _publisher.Send(ZeromqMessages.Map(maps, source, stream.Plan.Epoch, result, AttentionSample.Of(result, time.GetUtcNow())));
            else if (item is StreamItem.SourceChanged { Change: var change } && _publisher!.Wants(states))
                _publisher.Send(ZeromqMessages.State(states, source, stream.Plan.Epoch, change));
        }
    }

    private async Task PublishEventsAsync(CancellationToken stop)
    {
        using var subscription = events.Subscribe(MostEvents);
        try
        {
            await foreach (var happened in subscription.ReadAllAsync(stop).ConfigureAwait(false)) _publisher!.Send(ZeromqMessages.Event(happened));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends.
        }
    }
}
