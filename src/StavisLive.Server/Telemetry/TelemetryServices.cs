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

    // Sets of tags that are kept of an instrument, for as long as the process lives: ten of each of two thousand names of sources. What comes
    // beyond them has no series of its own. The exporters' own limit of 2000 is used up by 200 names. A place is 0.1 kB, which costs memory only
    // once it is taken.
    private const int MostTagSets = 20_000;

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
            AddMeasured(services).WithMetrics(metrics => metrics
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
        AddMeasured(services).WithMetrics(metrics => metrics.AddPrometheusExporter(options =>
        {
            // One program measures, and it is named by the scrape: the same labels on every series only cost.
            options.ScopeInfoEnabled = false;
        }));
        return services;
    }

    /// <summary>Shows the metrics to Prometheus under <c>/metrics</c>.</summary>
    public static IEndpointConventionBuilder MapStavisLiveMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics");

    // Once for all who take measurements: with a second view of an instrument each of its series would be there twice.
    private static OpenTelemetryBuilder AddMeasured(IServiceCollection services)
    {
        var telemetry = AddBase(services);
        if (services.Any(service => service.ServiceType == typeof(Measuring))) return telemetry;
        services.AddSingleton<Measuring>();
        return telemetry.WithMetrics(metrics => metrics.AddMeter(Meters).AddView(instrument =>
            instrument.Meter.Name == Measured.Name ? new MetricStreamConfiguration { CardinalityLimit = MostTagSets } : null));
    }

    // Who started the program may call it something else.
    private static OpenTelemetryBuilder AddBase(IServiceCollection services) => services.AddOpenTelemetry().ConfigureResource(resource =>
        resource.AddService(ServiceName, serviceVersion: Version).AddEnvironmentVariableDetector());

    /// <summary>Says that measurements are taken already.</summary>
    private sealed class Measuring;
}
