using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cluster.Nodes;

/// <summary>Makes the network ready before the node is given streams, so that none of them waits for it.</summary>
internal sealed partial class NodePreparation(
    StavisConfig config, NodeIdentity identity, StreamManager manager, TimeProvider time, ILogger<NodePreparation> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One after the other: each would slow the other down.
        var capacity = config.Cluster.Capacity ?? await Task.Run(() => MapCapacity.Find(config.Model, log), stoppingToken).ConfigureAwait(false);
        manager.PrepareNetwork(config.Model);
        while (!manager.IsNetworkReady && manager.NetworkFailure is null) await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
        // The host ends with the network.
        if (manager.NetworkFailure is not null) return;
        identity.Open(capacity, MapCapacity.IsOnCuda(config.Model));
        LogReady(log, identity.Name, capacity);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} takes streams; it gives {Capacity} maps per second")]
    private static partial void LogReady(ILogger log, string node, double capacity);
}
