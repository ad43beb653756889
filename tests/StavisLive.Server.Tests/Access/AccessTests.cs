using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Grpc.Core;
using Grpc.Net.Client;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Grpc.V1;
using StavisLive.Server.Access;
using StavisLive.Testing;
using MapsClient = StavisLive.Grpc.V1.Maps.MapsClient;
using SourcesClient = StavisLive.Grpc.V1.Sources.SourcesClient;

namespace StavisLive.Server.Tests.Access;

/// <summary>Who may do and see what.</summary>
public sealed class AccessTests
{
    private const string Operator = "operator-token-of-24-letters";
    private const string Viewer = "viewer-token-of-24-letters--";
    private const string Hall = "hall-token-of-24-letters----";

    [Fact]
    public async Task Requests_NoTokens_ThisMachineIsTheOperator()
    {
        await using var server = await RunningServer.StartAsync();

        var me = await server.GetAsync("/api/me");

        Assert.Equal(("operator", "local"), (me.GetProperty("role").GetString(), me.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("GET", "/api/me")]
    [InlineData("GET", "/api/sources")]
    [InlineData("GET", "/api/sources/hall")]
    [InlineData("GET", "/api/sources/hall/map.png")]
    [InlineData("GET", "/api/sources/hall/overlay.mjpeg")]
    [InlineData("GET", "/api/sources/hall/search")]
    [InlineData("GET", "/api/events")]
    [InlineData("GET", "/api/events/recent")]
    [InlineData("GET", "/api/ws")]
    [InlineData("GET", "/openapi/v1.json")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/health/ready")]
    [InlineData("POST", "/api/sources")]
    [InlineData("DELETE", "/api/sources/hall")]
    [InlineData("POST", "/api/sources/hall/pause")]
    [InlineData("PUT", "/api/sources/hall/zones")]
    [InlineData("POST", "/api/maps")]
    [InlineData("POST", "/stavis.v1.Sources/ListSources")]
    public async Task Requests_WithoutOrWithWrongToken_AreRefused(string method, string path)
    {
        await using var server = await StartAsync();
        using var stranger = server.NewClient("no-token-of-this-server-at-all");

        var without = await server.Client.SendAsync(Request());
        var wrong = await stranger.SendAsync(Request());

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (without.StatusCode, wrong.StatusCode));
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.Single().Scheme);

        HttpRequestMessage Request() => new(new HttpMethod(method), path) { Content = method is "POST" or "PUT" ? JsonContent.Create(Array.Empty<int>()) : null };
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/health/live")]
    public async Task Page_WithoutToken_IsThereToLogInWith(string path)
    {
        await using var server = await StartAsync();

        var answer = await server.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self'", policy);
        Assert.DoesNotContain("unsafe", policy);
    }

    [Fact]
    public async Task Viewer_ChangesSomething_IsRefused()
    {
        await using var server = await StartAsync();
        using var viewer = server.NewClient(Viewer);

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/sources/hall")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/sources/hall/pause", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.DeleteAsync("/api/sources/hall")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PutAsJsonAsync("/api/sources/hall/zones", Array.Empty<object>())).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/maps", new ByteArrayContent([1]))).StatusCode);
    }

    [Fact]
    public async Task Viewer_OfSomeSources_SeesNoOthers()
    {
        await using var server = await StartAsync();
        using var viewer = server.NewClient(Hall);

        var seen = await viewer.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/sources");

        Assert.Equal("hall", Assert.Single(seen.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync("/api/sources/vault")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync("/api/sources/vault/map.png")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync("/api/sources/vault/overlay.mjpeg")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.GetAsync("/api/sources/vault/search")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/health/ready")).StatusCode);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var token = new Metadata { { "authorization", $"Bearer {Hall}" } };
        Assert.Equal("hall", Assert.Single((await new SourcesClient(channel).ListSourcesAsync(new ListSourcesRequest(), token)).Sources).Id);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new MapsClient(channel).GetLatestMapAsync(new GetLatestMapRequest { Source = "vault" }, token));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
        using var socket = await server.ConnectAsync(Hall);
        await socket.SendAsync("""{"type":"subscribe","channel":1,"source":"vault"}"""u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var answer = new byte[1000];
        Assert.Contains("no source", System.Text.Encoding.UTF8.GetString(answer, 0, (await socket.ReceiveAsync(answer, CancellationToken.None)).Count));
        var events = await viewer.GetFromJsonAsync<System.Text.Json.JsonElement>("/api/events/recent");
        Assert.All(events.EnumerateArray(), happened => Assert.Equal("hall", happened.GetProperty("source").GetString()));
    }

    [Theory]
    [InlineData("GET", "/metrics", "all sources")]
    [InlineData("GET", "/health/ready", "all sources")]
    [InlineData("POST", "/api/sources/hall/pause", "operator")]
    public async Task Viewer_OfSomeSources_IsToldWhoElseMay(string method, string path, string who)
    {
        await using var server = await StartAsync();
        using var viewer = server.NewClient(Hall);

        var answer = await viewer.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(who, (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Session_LoggedIn_OpensTheServerUntilLoggedOut()
    {
        await using var server = await StartAsync();

        var login = await server.Client.PostAsJsonAsync("/api/login", new { token = Operator });

        Assert.Equal(HttpStatusCode.NoContent, login.StatusCode);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Operator, cookie);
        // The client keeps cookies as a browser does.
        Assert.Equal("operator", (await server.GetAsync("/api/me")).GetProperty("role").GetString());
        await server.Client.PostAsync("/api/logout", null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/api/me")).StatusCode);
    }

    [Theory]
    [InlineData("0.00")]
    [InlineData("ffffffff")]
    [InlineData("ffffffff.0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("-1.zz")]
    [InlineData(".")]
    [InlineData("ffffffffffffffffff.00")]
    public async Task Session_MadeUp_IsRefused(string session)
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("Cookie", $"stavis-live-session={session}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Login_LongBody_IsNotWaitedFor()
    {
        await using var server = await StartAsync();

        var answer = await server.Client.PostAsJsonAsync("/api/login", new { token = new string('a', 5000) });

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/page.css", false)]
    [InlineData("/api/login", true)]
    public async Task Requests_WithoutTokenThatDoNotEnd_AreBounded(string path, bool hasBody)
    {
        await using var server = await StartAsync();
        using var viewer = server.NewClient(Viewer);
        const int connections = ServerLimits.MostConnections / StrangerLimit.MostOfConnection;

        // One connection more than there are places for.
        var unending = await Task.WhenAll(Enumerable.Range(0, connections + 1)
            .Select(_ => UnendingRequests.OpenAsync(server.Address, path, StrangerLimit.MostOfConnection, hasBody)));
        await Eventually.HoldsAsync(() => unending.Sum(connection => connection.Refused) == StrangerLimit.MostOfConnection);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await server.Client.GetAsync("/")).StatusCode);
        // Whoever has a token has no part in that.
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/sources")).StatusCode);
        foreach (var connection in unending) connection.Dispose();

        await Eventually.HoldsAsync(async () => (await server.Client.PostAsJsonAsync("/api/login", new { token = Viewer })).StatusCode == HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Requests_WithoutTokenOverOneConnection_AreBounded()
    {
        const int more = 7;
        await using var server = await StartAsync();

        using var unending = await UnendingRequests.OpenAsync(server.Address, "/api/sources", StrangerLimit.MostOfConnection + more);

        await Eventually.HoldsAsync(() => unending.Refused == more);
    }

    [Fact]
    public async Task Requests_WithoutTokenOneAfterAnother_GoOnOverAnotherConnection()
    {
        await using var server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        for (var number = 0; number < 3 * StrangerLimit.MostOfConnection; number++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:8080")]
    public async Task Host_ForeignName_IsRefused(string host)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sources");
        request.Headers.Host = host;

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await server.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Origin_ForeignPage_ChangesNothing(string header, string value)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sources/lab/pause");
        request.Headers.Add(header, value);

        Assert.Equal(HttpStatusCode.Forbidden, (await server.Client.SendAsync(request)).StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync(change: options => options.SetRequestHeader(header, value)));
        Assert.Equal("live", (await server.GetAsync("/api/sources/lab")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Origin_OwnPage_MayConnect(string scheme)
    {
        await using var server = await RunningServer.StartAsync();

        using var socket = await server.ConnectAsync(change: options => options.SetRequestHeader("Origin", $"{scheme}://{server.Address.Authority}"));

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task Answers_ForeignOrigin_AreNotShared()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sources");
        request.Headers.Add("Origin", "http://evil.example");

        Assert.False((await server.Client.SendAsync(request)).Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(config => config with
    {
        Sources = [RunningServer.Scene("hall"), RunningServer.Scene("vault")],
        Serve = config.Serve with
        {
            Tokens =
            [
                new AccessTokenConfig { Name = "desk", Token = Operator, Role = AccessRole.Operator },
                new AccessTokenConfig { Name = "wall", Token = Viewer },
                new AccessTokenConfig { Name = "hall screen", Token = Hall, Sources = ["hall"] },
            ],
        },
    });
}
