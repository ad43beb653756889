using Microsoft.Extensions.Diagnostics.HealthChecks;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Telemetry;

/// <summary>Whether at least one source is live.</summary>
/// <param name="catalog">The sources; borrowed.</param>
internal sealed class SourcesCheck(SourceCatalog catalog) : IHealthCheck
{
    // A wall may have hundreds.
    private const int MostTold = 10;

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        var states = catalog.Sources.Select(source => source.Report()).Select(report => (report.Id, report.State)).ToList();
        if (states.Exists(source => source.State == "live")) return HealthCheckResult.Healthy();
        if (states.Count == 0) return HealthCheckResult.Unhealthy("There is no source.");
        var told = string.Join(", ", states.Take(MostTold).Select(source => $"{source.Id} is {source.State}"));
        return HealthCheckResult.Unhealthy($"No source is live: {told}{(states.Count > MostTold ? $" and {states.Count - MostTold} more" : "")}.");
    }
}
