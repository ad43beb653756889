using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Sources.Reconnection;

namespace StavisLive.Server.Events.Webhooks;

/// <summary>Calls one webhook with each event that it is for, one after the other in their order; what fails is tried again for a while.</summary>
/// <param name="hook">The webhook.</param>
/// <param name="index">Its place in the configuration.</param>
/// <param name="events">What happens.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when calls begin to fail, and when they succeed again.</param>
internal sealed partial class WebhookSender(WebhookConfig hook, int index, EventHub events, TimeProvider time, ILogger<WebhookSender> log)
    : BackgroundService
{
    private const int Capacity = 1000;

    // With the waits between them some four minutes.
    private const int MostTries = 10;

    private static readonly TimeSpan LossInterval = TimeSpan.FromMinutes(1);

    private readonly Backoff _backoff = new(Random.Shared) { First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1) };
    private string _name = "";
    private bool _isFailing;
    private long _lossTold;
    private long? _lossToldAt;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var waiting = events.Subscribe(Capacity, kinds: hook.Events);
        using var client = new WebhookClient(hook, time);
        _name = $"publish.webhooks[{index}] ({client.Shown})";
        try
        {
            await foreach (var happened in waiting.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await DeliverAsync(client, happened, waiting, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task DeliverAsync(WebhookClient client, AttentionEvent happened, EventSubscription waiting, CancellationToken stop)
    {
        var delivery = Guid.NewGuid();
        for (var tries = 1; ; tries++)
        {
            var answer = await client.CallAsync(happened, delivery, stop).ConfigureAwait(false);
            TellLoss(waiting);
            if (answer.Problem is null)
            {
                if (_isFailing) LogAgain(log, _name);
                _isFailing = false;
                return;
            }
            if (!answer.IsWorthRepeating || tries == MostTries)
            {
                // Once as long as it lasts: there may be many events.
                if (!_isFailing) LogFailed(log, _name, happened.Kind, happened.Id, tries, answer.Problem);
                _isFailing = true;
                return;
            }
            await Task.Delay(answer.Wait ?? _backoff.Before(tries - 1, wasRefused: false), time, stop).ConfigureAwait(false);
        }
    }

    private void TellLoss(EventSubscription waiting)
    {
        var lost = waiting.Skipped - _lossTold;
        if (lost == 0 || (_lossToldAt is { } at && time.GetElapsedTime(at) < LossInterval)) return;
        (_lossTold, _lossToldAt) = (waiting.Skipped, time.GetTimestamp());
        LogLost(log, _name, lost);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Webhook} was not told of {Kind} (event {Id}), tries: {Tries}: {Problem}. Others are not told of here until it takes one")]
    private static partial void LogFailed(ILogger log, string webhook, string kind, long id, int tries, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Webhook} takes events again")]
    private static partial void LogAgain(ILogger log, string webhook);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Webhook} is too slow: {Count} events were lost for it")]
    private static partial void LogLost(ILogger log, string webhook, long count);
}
