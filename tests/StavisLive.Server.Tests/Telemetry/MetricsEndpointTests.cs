using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using StavisLive.Server.Telemetry;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Telemetry;

[Collection(nameof(AloneInTheProcess))]
public class MetricsEndpointTests
{
    /// <summary>More than the exporters' own limit.</summary>
    internal const int ManyNames = 3000;

    [Fact]
    public async Task Metrics_StreamRuns_ShowsItsSeriesByTheirNames()
    {
        await using var server = await StartAsync();
        server.Manager.Start(TestServer.Scene("shown"));

        var scrape = await UntilAsync(server, scrape =>
            scrape.Value("stavis_capture_to_map_seconds_count", ("source", "shown")) > 10 && scrape.Names.Contains("http_server_request_duration_seconds_count"));

        Assert.True(scrape.Value("stavis_frames_total", ("source", "shown")) > 10);
        Assert.True(scrape.Value("stavis_maps_total", ("source", "shown")) > 10);
        Assert.Equal(1, scrape.Value("stavis_source_state", ("source", "shown"), ("state", "live")));
        Assert.Equal(0, scrape.Value("stavis_source_state", ("source", "shown"), ("state", "stalled")));
        Assert.InRange(scrape.Value("stavis_network_utilisation") ?? -1, 0, 1);
        // The instrument's own boundaries, in seconds.
        Assert.Contains(scrape.Of("stavis_capture_to_map_seconds_bucket"), bucket => bucket.Labels["le"] == "0.075");
        Assert.DoesNotContain(scrape.Of("stavis_frames_total"), series => series.Labels.ContainsKey("otel_scope_name"));
        Assert.Contains(scrape.Names, name => name.StartsWith("kestrel_", StringComparison.Ordinal));
        Assert.Contains(scrape.Names, name => name.StartsWith("dotnet_gc_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metrics_StreamIsRemoved_ItsGaugesEndWithIt()
    {
        await using var server = await StartAsync();
        server.Manager.Start(TestServer.Scene("gone"));
        await UntilAsync(server, scrape => scrape.Value("stavis_source_state", ("source", "gone"), ("state", "live")) == 1);

        await server.Manager.StopAsync("gone");

        await UntilAsync(server, scrape => scrape.Value("stavis_source_state", ("source", "gone")) is null);
    }

    [Fact]
    public async Task Metrics_ThousandsOfNames_AllHaveTheirSeries()
    {
        await using var server = await StartAsync();
        using var meter = CountMany();

        var scrape = await ScrapeAsync(server);

        Assert.Equal(ManyNames, scrape.Of("stavis_names_total").Count());
        Assert.All(scrape.Of("stavis_names_total"), series => Assert.DoesNotContain("otel_metric_overflow", series.Labels.Keys));
    }

    [Fact]
    public async Task Metrics_SentByOtlpAsWell_CountsOnce()
    {
        var environment = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"] = "http://127.0.0.1:1" }).Build();
        await using var server = await TestServer.StartAsync(
            () => new FixedMapPredictor(0.5f), services => services.AddStavisLiveOtlp(environment).AddStavisLiveMetrics(), app => app.MapStavisLiveMetrics());
        using var meter = CountMany();

        var scrape = await ScrapeAsync(server);

        Assert.All(scrape.Of("stavis_names_total"), series => Assert.Equal(1, series.Value));
        Assert.Equal(ManyNames, scrape.Of("stavis_names_total").Count());
    }

    /// <summary>Counts something of the program's of each of many names; it ends with the disposal.</summary>
    internal static Meter CountMany()
    {
        var meter = new Meter(Core.Diagnostics.Telemetry.Name);
        var counter = meter.CreateCounter<long>("stavis.names");
        for (var name = 1; name <= ManyNames; name++) counter.Add(1, new KeyValuePair<string, object?>("source", $"name-{name}"));
        return meter;
    }

    internal static Task<TestServer> StartAsync() => TestServer.StartAsync(
        () => new FixedMapPredictor(0.5f), services => services.AddStavisLiveMetrics(), app => app.MapStavisLiveMetrics());

    internal static async Task<Scrape> UntilAsync(TestServer server, Func<Scrape, bool> holds)
    {
        Scrape? scrape = null;
        await Eventually.HoldsAsync(async () => holds(scrape = await ScrapeAsync(server)));
        return scrape!;
    }

    private static async Task<Scrape> ScrapeAsync(TestServer server) => new(await server.Client.GetStringAsync("/metrics"));
}
