using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Cluster.Nodes;

/// <summary>Says so, once this node's server listens, where other nodes can't reach it.</summary>
/// <param name="server">The server.</param>
/// <param name="config">The node's own configuration, with a server.</param>
/// <param name="lifetime">Tells when it listens.</param>
/// <param name="log">Told.</param>
internal sealed partial class ServerReach(INodeServer server, StavisConfig config, IHostApplicationLifetime lifetime, ILogger<ServerReach> log) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            if (server.Address is null && ServeAddress.Parse(config.Serve.Address ?? "") is { } address)
                LogUnreachable(log, address, address with { Host = "0.0.0.0" });
        });
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The server listens at {Address}, which no other machine reaches, so that other nodes cannot show what this one watches: "
        + "give all nodes the same token, and this one --serve {Reachable} (docs/scale.md)")]
    private static partial void LogUnreachable(ILogger log, ServeAddress address, ServeAddress reachable);
}
