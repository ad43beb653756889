using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Grpc.V1;
using StavisLive.Testing;
using ControlClient = StavisLive.Grpc.V1.Control.ControlClient;

namespace StavisLive.Server.Tests.Api.Forwarding;

/// <summary>What is asked of one machine about a source of another.</summary>
public sealed class SourceForwarderTests
{
    private const string Operator = "operator-token-of-24-letters";
    private const string Yard = "yard-token-of-24-letters----";
    private const string Hall = "hall-token-of-24-letters----";

    [Fact]
    public async Task Requests_ForASourceElsewhere_HaveTheSameAnswers()
    {
        await using var owner = await Machine.StartAsync("owner", network: new FixedMapPredictor(Maps.Ramp));
        await using var asked = await Machine.StartAsync("asked");
        await owner.BeginAsync("yard", epoch: 3);
        asked.Others.Put("yard", owner.Address, epoch: 3);

        foreach (var path in new[] { "map.png", "map.npy", "search?format=csv&from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z" })
        {
            using var there = await owner.Server.Client.GetAsync($"/api/sources/yard/{path}");
            using var here = await asked.Server.Client.GetAsync($"/api/sources/yard/{path}");
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (there.StatusCode, here.StatusCode));
            Assert.Equal(there.Content.Headers.ContentType, here.Content.Headers.ContentType);
            Assert.Equal(there.Content.Headers.ContentDisposition, here.Content.Headers.ContentDisposition);
            Assert.Equal(await there.Content.ReadAsByteArrayAsync(), await here.Content.ReadAsByteArrayAsync());
        }
        foreach (var path in new[] { "picture.jpg", "overlay.jpg" })
            Assert.Equal([0xFF, 0xD8], (await asked.Server.Client.GetByteArrayAsync($"/api/sources/yard/{path}"))[..2]);
        Assert.Equal(JsonValueKind.Array, (await asked.Server.GetAsync("/api/sources/yard/samples")).ValueKind);
        var report = await asked.Server.GetAsync("/api/sources/yard");
        Assert.Equal(("owner", 3, true), (report.GetProperty("node").GetString(), report.GetProperty("epoch").GetInt32(), report.GetProperty("framesOut").GetInt64() > 0));
        Assert.Equal(HttpStatusCode.BadRequest, (await asked.Server.Client.GetAsync("/api/sources/yard/search?share=7")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await asked.Server.Client.GetAsync("/api/sources/yard/nothing")).StatusCode);
    }

    [Fact]
    public async Task MotionJpeg_OfASourceElsewhere_ComesPictureByPicture()
    {
        await using var owner = await Machine.StartAsync("owner");
        await using var asked = await Machine.StartAsync("asked");
        await owner.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", owner.Address);
        using var patience = new CancellationTokenSource(RunningServer.Patience);

        using var answer = await asked.Server.Client.GetAsync("/api/sources/yard/overlay.mjpeg", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token), System.Text.Encoding.Latin1);
        var pictures = 0;
        while (pictures < 3)
        {
            if (await reader.ReadLineAsync(patience.Token) is var line && line == "Content-Type: image/jpeg") pictures++;
            Assert.NotNull(line);
        }

        Assert.Equal("multipart/x-mixed-replace", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Record_OfASourceElsewhere_IsThatMachines()
    {
        var folder = Directory.CreateTempSubdirectory("stavis-live-");
        try
        {
            await using var owner = await Machine.StartAsync("owner");
            await using var asked = await Machine.StartAsync("asked");
            await owner.BeginAsync("yard", epoch: 1, scene => scene with { Outputs = scene.Outputs with { Recorder = new RecorderConfig { Folder = folder.FullName } } });
            await owner.BeginAsync("hall", epoch: 1);
            asked.Others.Put("yard", owner.Address);
            asked.Others.Put("hall", owner.Address);
            using var channel = GrpcChannel.ForAddress(asked.Address);
            // As the page asks: its own name means nothing to the other machine.
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sources/yard/record");
            request.Headers.Add("Origin", $"http://{asked.Address.Authority}");
            request.Headers.Add("Sec-Fetch-Site", "same-origin");

            using var answer = await asked.Server.Client.SendAsync(request);
            using var none = await asked.Server.Client.PostAsync("/api/sources/hall/record", null);
            await new ControlClient(channel).RecordSourceAsync(new RecordSourceRequest { Source = "yard" });
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await new ControlClient(channel).RecordSourceAsync(new RecordSourceRequest { Source = "hall" }));

            Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Conflict), (answer.StatusCode, none.StatusCode));
            Assert.Contains("no flight recorder", (await none.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
            Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
            Assert.Contains("no flight recorder", refused.Status.Detail);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Requests_WithTokens_AreThoseOfTheCallerOnEveryMachine()
    {
        AccessTokenConfig[] tokens =
        [
            new() { Name = "chief", Token = Operator, Role = AccessRole.Operator }, new() { Name = "guard", Token = Yard, Sources = ["yard"] }, new() { Name = "other", Token = Hall, Sources = ["hall"] },
        ];
        await using var owner = await Machine.StartAsync("owner", tokens);
        await using var asked = await Machine.StartAsync("asked", tokens);
        await owner.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", owner.Address);

        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(Operator));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(Yard));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(Hall));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync("no-token-of-this-cluster-----"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOfAsync(null));
        using var viewer = asked.Server.NewClient(Yard);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/sources/yard/record", null)).StatusCode);
        // A browser has a session in place of the token.
        using var login = await asked.Server.Client.PostAsJsonAsync("/api/login", new { token = Yard });
        using var page = new HttpRequestMessage(HttpMethod.Get, "/api/sources/yard/map.png");
        page.Headers.Add("Cookie", login.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await asked.Server.Client.SendAsync(page)).StatusCode);

        async Task<HttpStatusCode> StatusOfAsync(string? token)
        {
            using var client = asked.Server.NewClient(token);
            return (await client.GetAsync("/api/sources/yard/map.png")).StatusCode;
        }
    }

    [Fact]
    public async Task Requests_MachinesThatPointAtEachOther_EndAtTheSecond()
    {
        await using var one = await Machine.StartAsync("one");
        await using var other = await Machine.StartAsync("other");
        one.Others.Put("yard", other.Address);
        other.Others.Put("yard", one.Address);

        using var answer = await one.Server.Client.GetAsync("/api/sources/yard/map.png");

        Assert.Equal(HttpStatusCode.LoopDetected, answer.StatusCode);
        Assert.Contains("is not watched here", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Requests_SourceIsNowhereOrItsMachineIsGone_AreAskedToTryAgain()
    {
        await using var asked = await Machine.StartAsync("asked");
        var gone = await Machine.StartAsync("gone");
        asked.Others.Put("shed", null);
        asked.Others.Put("yard", gone.Address);
        await gone.DisposeAsync();

        foreach (var (source, words) in new[] { ("shed", "is being moved"), ("yard", "does not answer") })
        {
            using var answer = await asked.Server.Client.GetAsync($"/api/sources/{source}/map.png");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
            Assert.Contains(words, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        }
    }
}
