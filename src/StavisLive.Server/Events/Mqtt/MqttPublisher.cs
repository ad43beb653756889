using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>Tells an MQTT broker states, statistics, events and pictures, as long as the program runs; a broker that is lost is tried for again.</summary>
/// <remarks>Takes what it tells from a queue of its own, so that no broker holds anything up.</remarks>
internal sealed partial class MqttPublisher : BackgroundService
{
    // An hour without a broker at a busy door.
    private const int Capacity = 1000;

    // A service manager waits little longer.
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(2);

    // Cameras may take their time; until then what an earlier run has left may be of a source that is about to begin.
    private static readonly TimeSpan BeginTime = TimeSpan.FromMinutes(1);

    private readonly EventHub _events;
    private readonly MqttTopics _topics;
    private readonly MqttBroker _broker;
    private readonly MqttFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Backoff _backoff = new(Random.Shared) { First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1) };
    private int _failures;
    private bool _isTold;
    private long _skipped;

    /// <param name="config">Which broker, and what it is told.</param>
    /// <param name="events">What happens.</param>
    /// <param name="sources">The sources as they are now.</param>
    /// <param name="pictures">Makes their pictures; null: none are published.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when the broker is lost, and when it is back.</param>
    /// <param name="beginTime">How long sources may take to begin; null: a minute.</param>
    /// <param name="machine">What this machine is called in its cluster; null outside one.</param>
    /// <param name="hasCluster">Whether the cluster has a source of that id; null outside one.</param>
    public MqttPublisher(
        MqttConfig config, EventHub events, Func<IReadOnlyList<WatchedSource>> sources, IOverlayPictures? pictures, TimeProvider time,
        ILogger<MqttPublisher> log, TimeSpan? beginTime = null, string? machine = null, Func<string, bool>? hasCluster = null)
    {
        (_events, _time, _log) = (events, time, log);
        _topics = new MqttTopics(config.Topic, config.Discovery, machine);
        _broker = new MqttBroker(config, _topics);
        _feed = new MqttFeed(config, _topics, sources, pictures, time, log) { BeginTime = beginTime ?? BeginTime, HasCluster = hasCluster };
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = _events.Subscribe(Capacity);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await MqttConnection.OpenAsync(_broker, _time, stoppingToken).ConfigureAwait(false);
                await TellAsync(connection, events, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                await WaitAsync(e, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The program ends.
            }
        }
    }

    private async Task TellAsync(MqttConnection connection, EventSubscription events, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(connection.Lost, stop);
        try
        {
            await _feed.BeginAsync(connection, end.Token).ConfigureAwait(false);
            NoteSuccess(events);
            Task[] telling = [_feed.TellEventsAsync(connection, events, end.Token), _feed.TellStatsAsync(connection, end.Token)];
            var first = await Task.WhenAny(telling).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(telling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first.ConfigureAwait(false);
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            if (!connection.Lost.IsCancellationRequested) await LeaveAsync(connection).ConfigureAwait(false);
            else LogLeave(_log, _broker.Shown, e);
        }
        catch (OperationCanceledException e) when (connection.Lost.IsCancellationRequested)
        {
            throw connection.Loss(e);
        }
    }

    private async Task LeaveAsync(MqttConnection connection)
    {
        using var limit = new CancellationTokenSource(LeaveTime, _time);
        try
        {
            await connection.PublishAsync(_topics.Available, Encoding.UTF8.GetBytes(MqttBroker.Offline), isRetained: true, limit.Token).ConfigureAwait(false);
            await connection.LeaveAsync(limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The broker notices that we are gone, and tells it in our place.
            LogLeave(_log, _broker.Shown, e);
        }
    }

    private void NoteSuccess(EventSubscription events)
    {
        if (_failures > 0 || !_isTold) LogConnected(_log, _broker.Shown);
        if (events.Skipped > _skipped) LogLost(_log, events.Skipped - _skipped, _broker.Shown);
        (_failures, _isTold, _skipped) = (0, true, events.Skipped);
    }

    private async Task WaitAsync(Exception cause, CancellationToken stop)
    {
        if (_failures == 0) LogFailed(_log, _broker.Shown, SafeAddress.Redact(cause.Message), Capacity);
        var wait = _backoff.Before(_failures, cause is MqttRefusedException { IsFinal: true });
        _failures++;
        // Cancelled when the program ends, which the loop sees.
        await Task.Delay(wait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The MQTT broker {Address} is told everything")]
    private static partial void LogConnected(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The MQTT broker {Address} is told nothing: {Reason}. It is tried for again until it answers; the last {Capacity} events wait for it")]
    private static partial void LogFailed(ILogger log, string address, string reason, int capacity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} events were lost because they were too many for the MQTT broker {Address}, or it was away for too long")]
    private static partial void LogLost(ILogger log, long count, string address);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No leave was taken of the MQTT broker {Address}")]
    private static partial void LogLeave(ILogger log, string address, Exception cause);
}
