using Microsoft.Extensions.Diagnostics.HealthChecks;
using StavisLive.Cluster.Nodes;

namespace StavisLive.Cluster.Api;

/// <summary>Whether the node is part of its cluster, and may run streams, in the place of whether it runs any: one to spare is as ready as the others.</summary>
/// <param name="lease">The node's lease.</param>
internal sealed class NodeCheck(NodeLease lease) : IHealthCheck
{
    /// <summary>Name of the check that it takes the place of.</summary>
    public const string Replaced = "sources";

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lease.Holds ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The cluster does not answer this node."));
}
