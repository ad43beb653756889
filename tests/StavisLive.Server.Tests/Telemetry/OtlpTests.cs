using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Telemetry;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Telemetry;

[Collection(nameof(AloneInTheProcess))]
public class OtlpTests
{
    [Fact]
    public async Task AddStavisLiveOtlp_HostWithoutWebServer_SendsMetricsAndTraces()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var manager = Manager();
        using (var host = Build(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "site=museum",
        }))
        {
            await host.StartAsync();
            manager.Start(TestServer.Scene("sent"));
            await Eventually.HoldsAsync(() => Task.FromResult(
                receiver.HasGot("/v1/metrics", "stavis.frames", "stavis.capture_to_map", "sent", "stavis-live", "site", "museum", "dotnet.gc.collections")));
            await manager.StopAsync("sent");
            await host.StopAsync();
        }

        await Eventually.HoldsAsync(() => Task.FromResult(receiver.HasGot("/v1/traces", "stavis.stream", "stavis-live", "museum")));
        Assert.All(receiver.Received, sent => Assert.Equal("application/x-protobuf", sent.Type));
    }

    [Fact]
    public async Task AddStavisLiveOtlp_ServiceName_IsThatOfTheEnvironment()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var host = Build(new()
        {
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = receiver.Address + "/mine",
            ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_SERVICE_NAME"] = "wall-of-the-north",
        });
        await host.StartAsync();

        await Eventually.HoldsAsync(() => Task.FromResult(receiver.HasGot("/mine", "wall-of-the-north")));

        Assert.DoesNotContain(receiver.Received, sent => sent.Body.Contains("stavis-live", StringComparison.Ordinal));
        Assert.Null(host.Services.GetService<TracerProvider>());
        await host.StopAsync();
    }

    [Fact]
    public async Task AddStavisLiveOtlp_ThousandsOfNames_AllAreSent()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var host = Build(new()
        {
            ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = receiver.Address + "/many",
            ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        });
        await host.StartAsync();
        using var meter = MetricsEndpointTests.CountMany();

        await Eventually.HoldsAsync(() => receiver.HasGot("/many", $"name-{MetricsEndpointTests.ManyNames}"));

        await host.StopAsync();
    }

    [Theory]
    [InlineData(null, null, null, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", null, null, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", null, null, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", null, null, false, true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_EXPORTER", "none", true, false)]
    public void AddStavisLiveOtlp_Environment_SaysWhatIsSent(string? endpoint, string? key, string? value, bool metrics, bool traces)
    {
        var environment = new Dictionary<string, string?>();
        if (endpoint is not null) environment[endpoint] = "http://127.0.0.1:1";
        if (key is not null) environment[key] = value;

        using var host = Build(environment);

        Assert.Equal((metrics, traces), (host.Services.GetService<MeterProvider>() is not null, host.Services.GetService<TracerProvider>() is not null));
    }

    private static StreamManager Manager() => new(_ => new FixedMapPredictor(0.5f), TimeProvider.System, NullLoggerFactory.Instance, null);

    private static IHost Build(Dictionary<string, string?> environment)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(environment);
        builder.Services.AddStavisLiveOtlp(builder.Configuration);
        return builder.Build();
    }
}
