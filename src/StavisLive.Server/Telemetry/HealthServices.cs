using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace StavisLive.Server.Telemetry;

/// <summary>Tells whoever starts and watches the program whether it is alive, and whether it does what it is for.</summary>
internal static class HealthServices
{
    private const string Ready = "ready";

    /// <summary>Tags of a check that <see cref="MapStavisLiveReadiness"/> asks.</summary>
    public static string[] Tags { get; } = [Ready];

    /// <summary>Adds what <see cref="MapStavisLiveReadiness"/> asks.</summary>
    public static IServiceCollection AddStavisLiveHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<NetworkCheck>("network", tags: Tags).AddCheck<SourcesCheck>("sources", tags: Tags);
        return services;
    }

    /// <summary><c>/health/live</c>: the process answers.</summary>
    public static IEndpointConventionBuilder MapStavisLiveLiveness(this IEndpointRouteBuilder routes) =>
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });

    /// <summary><c>/health/ready</c>: the network is warm and a source is live; else 503, and why.</summary>
    public static IEndpointConventionBuilder MapStavisLiveReadiness(this IEndpointRouteBuilder routes) =>
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync,
        });

    private static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status == HealthStatus.Healthy ? "healthy" : "unhealthy",
        reasons = report.Entries.Values.Select(entry => entry.Description).OfType<string>(),
    });
}
