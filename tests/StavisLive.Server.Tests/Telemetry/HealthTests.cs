using System.Net;
using System.Text.Json.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Inference;
using StavisLive.Server.Telemetry;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Telemetry;

[Collection(nameof(AloneInTheProcess))]
public class HealthTests
{
    [Fact]
    public async Task Ready_NothingYet_TellsWhatIsMissing()
    {
        await using var server = await StartAsync(() => new FixedMapPredictor(0.5f));

        var (status, answer) = await AskAsync(server, "/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("unhealthy", (string?)answer["status"]);
        Assert.Equal(["The network is not loaded yet.", "There is no source."], answer["reasons"]!.AsArray().Select(reason => (string?)reason));
        Assert.Equal((HttpStatusCode.OK, "healthy"), (await AskAsync(server, "/health/live")) is var (live, text) ? (live, (string?)text["status"]) : default);
    }

    [Fact]
    public async Task Ready_SourceIsLive_SaysSoUntilItIsGone()
    {
        await using var server = await StartAsync(() => new FixedMapPredictor(0.5f));
        server.Manager.Start(TestServer.Scene("hall"));

        await Eventually.HoldsAsync(async () => (await AskAsync(server, "/health/ready")).Status == HttpStatusCode.OK);

        await server.Manager.StopAsync("hall");
        await Eventually.HoldsAsync(async () => (await AskAsync(server, "/health/ready")).Status == HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Ready_NetworkFails_TellsWhyAndHowTheSourcesAre()
    {
        await using var server = await StartAsync(() => throw new ConfigException("`model.weights`: no such file."));
        server.Manager.Start(TestServer.Scene("hall"));

        JsonNode answer = new JsonObject();
        await Eventually.HoldsAsync(async () => (answer = (await AskAsync(server, "/health/ready")).Answer).ToJsonString().Contains("hall is failed"));

        Assert.Contains("The network has failed: model.weights: no such file.", answer["reasons"]!.AsArray().Select(reason => (string?)reason));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server, "/health/live")).Status);
    }

    private static Task<TestServer> StartAsync(Func<ISaliencyPredictor> network) => TestServer.StartAsync(
        network,
        services => services.AddStavisLiveHealth(),
        app =>
        {
            app.MapStavisLiveLiveness();
            app.MapStavisLiveReadiness();
        });

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> AskAsync(TestServer server, string path)
    {
        using var response = await server.Client.GetAsync(path);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
