using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Sources.Reconnection;

namespace StavisLive.Server.Events.Webhooks;

/// <summary>Calls one webhook with each event that it is for, one after the other in their order; what fails is tried again for a while.</summary>
/// <param name="hook">The webhook.</param>
/// <param name="index">Its place in the configuration.</param>
/// <param name="events">What happens.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when calls begin to fail, and when they succeed again.</param>
internal sealed partial class WebhookSender(WebhookConfig hook, int index, EventHub events, TimeProvider time, ILogger<WebhookSender> log)
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
    private long _untold;
    private string? _untoldReason;

    /// <summary>Until the program ends, and then as long as there is time for what still waits, which gets one try each.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var waiting = events.Subscribe(Capacity, kinds: hook.Events);
        using var client = new WebhookClient(hook, time);
        using var leave = new LeaveTime(stop, time);
        // Nothing comes to what waits then.
        using var ending = stop.Register(waiting.Dispose);
        _name = $"publish.webhooks[{index}] ({client.Shown})";
        await foreach (var happened in waiting.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await DeliverAsync(client, happened, waiting, leave).ConfigureAwait(false);
        }
        _lossToldAt = null;
        TellLoss(waiting);
        if (_untold > 0) LogUntold(log, _name, _untold, _untoldReason!);
    }

    private async Task DeliverAsync(WebhookClient client, AttentionEvent happened, EventSubscription waiting, LeaveTime leave)
    {
        var delivery = Guid.NewGuid();
        for (var tries = 1; ; tries++)
        {
            var answer = await client.CallAsync(happened, delivery, leave.Over).ConfigureAwait(false);
            TellLoss(waiting);
            if (answer.Problem is null)
            {
                if (_isFailing) LogAgain(log, _name);
                _isFailing = false;
                return;
            }
            if (leave.Begun.IsCancellationRequested)
            {
                _untold++;
                _untoldReason ??= answer.Problem;
                return;
            }
            if (!answer.IsWorthRepeating || tries == MostTries)
            {
                // Once as long as it lasts: there may be many events.
                if (!_isFailing) LogFailed(log, _name, happened.Kind, happened.Id, tries, answer.Problem);
                _isFailing = true;
                return;
            }
            // The program's end cuts it short, for one try more.
            await Task.Delay(answer.Wait ?? _backoff.Before(tries - 1, wasRefused: false), time, leave.Begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Webhook} was not told of {Count} events before the program ended: {Problem}")]
    private static partial void LogUntold(ILogger log, string webhook, long count, string problem);
}
