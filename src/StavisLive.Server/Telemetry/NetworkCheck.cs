using Microsoft.Extensions.Diagnostics.HealthChecks;
using StavisLive.Core.Configuration;
using StavisLive.Core.Diagnostics;
using StavisLive.Hosting.Streams;

namespace StavisLive.Server.Telemetry;

/// <summary>Whether the network is loaded and warm.</summary>
/// <param name="manager">Who has it; borrowed.</param>
internal sealed class NetworkCheck(StreamManager manager) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (manager.IsNetworkReady) return HealthCheckResult.Healthy();
        return HealthCheckResult.Unhealthy(manager.NetworkFailure is { } failure
            ? $"The network has failed: {SafeAddress.Redact(KeyText.Plain(failure.Message))}"
            : "The network is not loaded yet.");
    }
}
