using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Measured = StavisLive.Core.Diagnostics.Telemetry;

namespace StavisLive.Server.Telemetry;

/// <summary>Sends the program's metrics and traces where its environment says, and shows its metrics to Prometheus.</summary>
internal static class TelemetryServices
{
    private const string ServiceName = "stavis-live";

    // What .NET counts of the process and of requests; its traces are of requests, which are not ours to tell.
    private static readonly string[] Meters =
        [Measured.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private static readonly string? Version = typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3);

    /// <summary>
    /// Sends metrics and traces by OTLP, each where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> or the signal's own variable names a receiver;
    /// else nothing. Needs no web server.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="environment">The host's configuration, which holds the environment variables: the exporter reads the rest of theirs there.</param>
    public static IServiceCollection AddStavisLiveOtlp(this IServiceCollection services, IConfiguration environment)
    {
        if (OtlpSignals.Wants(environment, OtlpSignals.Metrics))
        {
            AddBase(services).WithMetrics(metrics => metrics.AddMeter(Meters)
                .AddOtlpExporter(options => OtlpSignals.Apply(environment, OtlpSignals.Metrics, options)));
        }
        if (OtlpSignals.Wants(environment, OtlpSignals.Traces))
        {
            AddBase(services).WithTracing(traces => traces.AddSource(Measured.Name)
                .AddOtlpExporter(options => OtlpSignals.Apply(environment, OtlpSignals.Traces, options)));
        }
        return services;
    }

    /// <summary>Collects what <see cref="MapStavisLiveMetrics"/> shows.</summary>
    public static IServiceCollection AddStavisLiveMetrics(this IServiceCollection services)
    {
        AddBase(services).WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter(options =>
        {
            // One program measures, and it is named by the scrape: the same labels on every series only cost.
            options.ScopeInfoEnabled = false;
        }));
        return services;
    }

    /// <summary>Shows the metrics to Prometheus under <c>/metrics</c>.</summary>
    public static IEndpointConventionBuilder MapStavisLiveMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics");

    // Who started the program may call it something else.
    private static OpenTelemetryBuilder AddBase(IServiceCollection services) => services.AddOpenTelemetry().ConfigureResource(resource =>
        resource.AddService(ServiceName, serviceVersion: Version).AddEnvironmentVariableDetector());
}
