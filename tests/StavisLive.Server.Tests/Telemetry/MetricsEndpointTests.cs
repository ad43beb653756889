using StavisLive.Server.Telemetry;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Telemetry;

[Collection(nameof(AloneInTheProcess))]
public class MetricsEndpointTests
{
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

    internal static Task<TestServer> StartAsync() => TestServer.StartAsync(
        () => new FixedMapPredictor(0.5f), services => services.AddStavisLiveMetrics(), app => app.MapStavisLiveMetrics());

    internal static async Task<Scrape> UntilAsync(TestServer server, Func<Scrape, bool> holds)
    {
        Scrape? scrape = null;
        await Eventually.HoldsAsync(async () => holds(scrape = new Scrape(await server.Client.GetStringAsync("/metrics"))));
        return scrape!;
    }
}
