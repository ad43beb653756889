using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Contracts;
using StavisLive.Core.Configuration;
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
        // One after the other: each would slow the other down, and a graphics card may not have room for both.
        var capacity = await Task.Run(() => NodeCapacity.Find(config, log), stoppingToken).ConfigureAwait(false);
        stoppingToken.ThrowIfCancellationRequested();
        manager.PrepareNetwork(config.Model);
        await OpenAsync(capacity, stoppingToken).ConfigureAwait(false);
    }

    /// <summary>Opens the node once the network is ready, and again if it has to go on elsewhere.</summary>
    internal async Task OpenAsync(NodeCapacity capacity, CancellationToken stoppingToken)
    {
        while (!manager.IsNetworkReady && manager.NetworkFailure is null) await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
        // The host ends with the network.
        if (manager.NetworkFailure is not null) return;
        if (manager.IsNetworkOnCuda)
        {
            identity.Open(capacity.OnCuda, hasCuda: true);
            LogReady(log, identity.Name, capacity.OnCuda);
            while (manager.IsNetworkOnCuda) await Task.Delay(WallTimes.Report, time, stoppingToken).ConfigureAwait(false);
            if (manager.NetworkFailure is not null) return;
        }
        identity.Open(capacity.OnProcessor, hasCuda: false);
        LogReady(log, identity.Name, capacity.OnProcessor);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Node {Node} takes streams; it gives {Capacity} maps per second")]
    private static partial void LogReady(ILogger log, string node, double capacity);
}
