using Microsoft.Extensions.Hosting;
using StavisLive.Hosting.Streams;

namespace StavisLive.Server.Sources;

/// <summary>Ends a host's streams before those who tell of them: what happens at their end is told, too.</summary>
/// <remarks>Stands behind all of these in the host's services, which stop in reverse.</remarks>
/// <param name="manager">The streams; borrowed.</param>
/// <param name="catalog">Follows them.</param>
/// <param name="time">The clock.</param>
internal sealed class OrderedEnd(StreamManager manager, SourceCatalog catalog, TimeProvider time) : IHostedService
{
    // A source that cannot end holds the others up no longer: hosts give all their services half a minute as a rule.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Nobody here waits for their files: whoever runs the streams does.
        _ = manager.StopAllAsync();
        await catalog.WhenFollowedAsync().WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
