using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Diagnostics;
using StavisLive.Core.Sources.Reconnection;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Server.Events.Mqtt;

/// <summary>Tells an MQTT broker states, statistics, events and pictures, as long as the program runs; a broker that is lost is tried for again.</summary>
/// <remarks>Takes what it tells from a queue of its own, so that no broker holds anything up.</remarks>
internal sealed partial class MqttPublisher : BackgroundService
{
    // An hour without a broker at a busy door.
    private const int Capacity = 1000;

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
    /// <param name="cluster">The sources of the cluster; null outside one.</param>
    public MqttPublisher(
        MqttConfig config, EventHub events, Func<IReadOnlyList<WatchedSource>> sources, IOverlayPictures? pictures, TimeProvider time,
        ILogger<MqttPublisher> log, TimeSpan? beginTime = null, string? machine = null, IRemoteSources? cluster = null)
    {
        (_events, _time, _log) = (events, time, log);
        _topics = new MqttTopics(config.Topic, config.Discovery, machine);
        _broker = new MqttBroker(config, _topics);
        _feed = new MqttFeed(config, _topics, sources, pictures, time, log) { BeginTime = beginTime ?? BeginTime, Cluster = cluster };
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = _events.Subscribe(Capacity);
        using var leave = new LeaveTime(stoppingToken, _time);
        while (!stoppingToken.IsCancellationRequested) await TryTellAsync(events, leave).ConfigureAwait(false);
        // Who was away may be back.
        if (_feed.Waiting(events) > 0) await TryTellAsync(events, leave).ConfigureAwait(false);
        if (_feed.Waiting(events) is > 0 and var untold) LogUntold(_log, _broker.Shown, untold);
    }

    private async Task TryTellAsync(EventSubscription events, LeaveTime leave)
    {
        try
        {
            await using var connection = await MqttConnection.OpenAsync(_broker, _time, leave.Over).ConfigureAwait(false);
            await TellAsync(connection, events, leave).ConfigureAwait(false);
        }
        catch (Exception e) when (!leave.Begun.IsCancellationRequested)
        {
            await WaitAsync(e, leave.Begun).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogLeave(_log, _broker.Shown, e);
        }
    }

    private async Task TellAsync(MqttConnection connection, EventSubscription events, LeaveTime leave)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(connection.Lost, leave.Begun);
        try
        {
            await _feed.BeginAsync(connection, leave.Over).ConfigureAwait(false);
            NoteSuccess(events);
            Task[] telling = [_feed.TellEventsAsync(connection, events, end.Token, leave.Over), _feed.TellStatsAsync(connection, end.Token)];
            var first = await Task.WhenAny(telling).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(telling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await first.ConfigureAwait(false);
        }
        catch (Exception) when (leave.Begun.IsCancellationRequested && !connection.Lost.IsCancellationRequested)
        {
            await LeaveAsync(connection, events, leave.Over).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (connection.Lost.IsCancellationRequested)
        {
            throw connection.Loss(e);
        }
    }

    // Where there is no time for it the broker notices that we are gone, and tells it in our place.
    private async Task LeaveAsync(MqttConnection connection, EventSubscription events, CancellationToken over)
    {
        await _feed.TellEndAsync(connection, events, over).ConfigureAwait(false);
        await connection.PublishAsync(_topics.Available, Encoding.UTF8.GetBytes(MqttBroker.Offline), isRetained: true, over).ConfigureAwait(false);
        await connection.LeaveAsync(over).WaitAsync(over).ConfigureAwait(false);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The MQTT broker {Address} was not told of {Count} events before the program ended")]
    private static partial void LogUntold(ILogger log, string address, int count);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No leave was taken of the MQTT broker {Address}")]
    private static partial void LogLeave(ILogger log, string address, Exception cause);
}
