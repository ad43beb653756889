using System.Globalization;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;
using StavisLive.Core.Configuration;

namespace StavisLive.Server.Telemetry;

/// <summary>What the standard environment variables of OpenTelemetry ask for.</summary>
/// <remarks>The exporter itself reads those that count for every signal; those of one signal are read here.</remarks>
internal static class OtlpSignals
{
    /// <summary>The signal of metrics, as variables call it.</summary>
    public const string Metrics = "METRICS";

    /// <summary>The signal of traces.</summary>
    public const string Traces = "TRACES";

    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string Endpoint = "ENDPOINT";

    /// <summary>Whether a signal is to be sent.</summary>
    public static bool Wants(IConfiguration environment, string signal) =>
        environment[$"OTEL_{signal}_EXPORTER"] is not "none"
        && (environment[Prefix + Endpoint] is { Length: > 0 } || environment[$"{Prefix}{signal}_{Endpoint}"] is { Length: > 0 });

    /// <summary>Has the exporter of a signal follow that one's own variables.</summary>
    /// <exception cref="ConfigException">The receiver's address is none.</exception>
    public static void Apply(IConfiguration environment, string signal, OtlpExporterOptions options)
    {
        if (Own("PROTOCOL") is { } protocol) options.Protocol = protocol == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        if (Own("HEADERS") is { } headers) options.Headers = headers;
        if (int.TryParse(Own("TIMEOUT"), CultureInfo.InvariantCulture, out var timeout)) options.TimeoutMilliseconds = timeout;
        if (Own(Endpoint) is { } address)
        {
            // It may hold a password: it is not told.
            options.Endpoint = Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? uri
                : throw new ConfigException($"{Prefix}{signal}_{Endpoint} expects an address such as http://localhost:4318/v1/{signal.ToLowerInvariant()}.");
        }

        string? Own(string what) => environment[$"{Prefix}{signal}_{what}"] is { Length: > 0 } value ? value : null;
    }
}
