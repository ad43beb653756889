using Microsoft.Extensions.Hosting;

namespace StavisLive.Server.Events.Webhooks;

/// <summary>Calls all webhooks, each at its own pace: a host that ends waits for the slowest of them, not for one after the other.</summary>
/// <param name="senders">One for each webhook.</param>
internal sealed class WebhookSenders(IReadOnlyList<WebhookSender> senders) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = senders.Select(sender => sender.RunAsync(stoppingToken)).ToList();
        // One that breaks ends the host, which tells why.
        await await Task.WhenAny(running).ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
    }
}
