using System.Net;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Grpc.V1;
using static StavisLive.Server.Tests.Feeds.FeedMessages;
using MapsClient = StavisLive.Grpc.V1.Maps.MapsClient;

namespace StavisLive.Server.Tests.Feeds.Following;

/// <summary>Maps of a source that another machine watches: the same as there, for the same people.</summary>
public sealed class RemoteMapsTests
{
    private const string Operator = "operator-token-of-24-letters";
    private const string Yard = "yard-token-of-24-letters----";
    private const string Hall = "hall-token-of-24-letters----";

    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + RunningServer.Patience;

    [Theory]
    [InlineData((int)Encoding.Uint8, 0, 0, false)]
    [InlineData((int)Encoding.Float16, 0, 0, true)]
    [InlineData((int)Encoding.Float32, 0, 0, false)]
    [InlineData((int)Encoding.Float32, 30, 17, false)]
    [InlineData((int)Encoding.Float32, 1024, 1024, true)]
    public async Task Subscribe_ThroughAnotherMachine_GivesTheSameMessages(int encoding, int width, int height, bool pictures)
    {
        await using var owner = await Machine.StartAsync("owner");
        await using var asked = await Machine.StartAsync("asked");
        await owner.BeginAsync("yard", epoch: 3);
        asked.Others.Put("yard", owner.Address, epoch: 3);
        var request = new SubscribeMapsRequest
        {
            Source = "yard", Format = new MapFormat { Encoding = (Encoding)encoding, Width = width, Height = height }, Pictures = pictures, Every = true,
        };
        var options = new GrpcChannelOptions { MaxReceiveMessageSize = null };
        using var direct = GrpcChannel.ForAddress(owner.Address, options);
        using var through = GrpcChannel.ForAddress(asked.Address, options);
        using var there = new MapsClient(direct).SubscribeMaps(request, deadline: Deadline);
        using var here = new MapsClient(through).SubscribeMaps(request, deadline: Deadline);

        var (one, other) = await SameFrameAsync(there.ResponseStream, here.ResponseStream);
        for (var count = 0; count < 5; count++)
        {
            Assert.Equal(3, other.Epoch);
            (one.Age, other.Age) = (null, null);
            Assert.Equal(one, other);
            Assert.True(await there.ResponseStream.MoveNext(default) && await here.ResponseStream.MoveNext(default));
            (one, other) = (there.ResponseStream.Current, here.ResponseStream.Current);
        }
    }

    [Fact]
    public async Task WebSocket_ThroughAnotherMachine_TellsAndHoldsTheSame()
    {
        await using var owner = await Machine.StartAsync("owner");
        await using var asked = await Machine.StartAsync("asked");
        await owner.BeginAsync("yard", epoch: 3);
        asked.Others.Put("yard", owner.Address, epoch: 3);
        using var direct = await owner.Server.ConnectAsync();
        using var through = await asked.Server.ConnectAsync();
        foreach (var socket in new[] { direct, through })
        {
            await SendAsync(socket, new { type = "subscribe", channel = 1, source = "yard", pictures = true, every = true, maps = new { encoding = "float16" } });
            await NextTextAsync(socket, "subscribed");
        }

        var (one, other) = (await NextMapAsync(direct), await NextMapAsync(through));
        while (FrameOf(one.Header) != FrameOf(other.Header))
        {
            if (FrameOf(one.Header) < FrameOf(other.Header)) one = await NextMapAsync(direct);
            else other = await NextMapAsync(through);
        }

        Assert.Equal(Told(one.Header), Told(other.Header));
        Assert.Equal(3, other.Header.GetProperty("epoch").GetInt32());
        Assert.Equal(one.Map, other.Map);
        Assert.Equal(one.Picture, other.Picture);

        static long FrameOf(JsonElement header) => header.GetProperty("frame").GetInt64();

        static string[] Told(JsonElement header) => [.. header.EnumerateObject().Where(field => field.Name != "age").Select(field => $"{field.Name} {field.Value.GetRawText()}")];
    }

    [Fact]
    public async Task WebSocket_PicturesAlone_ComeWithoutMapsAndBeginWithTheNewest()
    {
        await using var owner = await Machine.StartAsync("owner");
        await using var asked = await Machine.StartAsync("asked");
        await owner.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", owner.Address);
        using (var early = await owner.Server.ConnectAsync())
        {
            await SendAsync(early, new { type = "subscribe", channel = 1, source = "yard", pictures = true });
            await NextMapAsync(early);
            await owner.Server.Client.PostAsync("/api/sources/yard/pause", null);
            await owner.Server.UntilAsync(sources => sources.Single().State == "paused");
        }

        using var late = await asked.Server.ConnectAsync();
        await SendAsync(late, new { type = "subscribe", channel = 1, source = "yard", pictures = true });
        var (header, map, picture) = await NextMapAsync(late);

        Assert.Empty(map);
        Assert.False(header.TryGetProperty("map", out _));
        Assert.Equal([0xFF, 0xD8], picture[..2]);
    }

    [Fact]
    public async Task LatestMap_ThroughAnotherMachine_IsGiven()
    {
        await using var owner = await Machine.StartAsync("owner");
        await using var asked = await Machine.StartAsync("asked");
        await owner.BeginAsync("yard", epoch: 2);
        asked.Others.Put("yard", owner.Address, epoch: 2);
        asked.Others.Put("shed", null);
        using var channel = GrpcChannel.ForAddress(asked.Address);
        // The latest map is waited for a few seconds; a machine with much else to do takes longer for the way to the first.
        using (var maps = new MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "yard" }, deadline: Deadline))
            Assert.True(await maps.ResponseStream.MoveNext(default));

        var map = await new MapsClient(channel).GetLatestMapAsync(
            new GetLatestMapRequest { Source = "yard", Format = new MapFormat { Encoding = Encoding.Uint8, Width = 16, Height = 8 } }, deadline: Deadline);
        var moving = await Assert.ThrowsAsync<RpcException>(async () => await new MapsClient(channel).GetLatestMapAsync(new GetLatestMapRequest { Source = "shed" }, deadline: Deadline));

        Assert.Equal((16 * 8, 2), (map.Values.Length, (int)map.Epoch));
        Assert.Equal((StatusCode.NotFound, "\"shed\" has no map at the moment: it is starting."), (moving.StatusCode, moving.Status.Detail));
    }

    [Fact]
    public async Task Subscribe_ViewerOfSomeSources_SeesTheSameThroughAnotherMachine()
    {
        AccessTokenConfig[] tokens = [Token("chief", Operator, AccessRole.Operator), Token("guard", Yard, AccessRole.Viewer, "yard"), Token("other", Hall, AccessRole.Viewer, "hall")];
        await using var owner = await Machine.StartAsync("owner", tokens);
        await using var asked = await Machine.StartAsync("asked", tokens);
        await owner.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", owner.Address);
        using var channel = GrpcChannel.ForAddress(asked.Address);

        Assert.Equal(StatusCode.OK, await StatusOfAsync(channel, Yard));
        Assert.Equal(StatusCode.OK, await StatusOfAsync(channel, Operator));
        Assert.Equal(StatusCode.NotFound, await StatusOfAsync(channel, Hall));
        Assert.Equal(StatusCode.Unauthenticated, await StatusOfAsync(channel, "no-token-of-this-cluster-----"));

        // A browser has a session in place of the token.
        using var login = await asked.Server.Client.PostAsync("/api/login", JsonContentOf(Yard));
        var cookies = new CookieContainer();
        cookies.SetCookies(asked.Address, login.Headers.GetValues("Set-Cookie").Single());
        using var page = await asked.Server.ConnectAsync(change: options => options.Cookies = cookies);
        await SendAsync(page, new { type = "subscribe", channel = 1, source = "yard" });
        await NextMapAsync(page);
    }

    [Fact]
    public async Task Subscribe_MachineWithOtherTokens_IsRefusedWithAReason()
    {
        await using var owner = await Machine.StartAsync("owner", [Token("chief", Operator, AccessRole.Operator)]);
        await using var asked = await Machine.StartAsync("asked", [Token("guard", Yard, AccessRole.Viewer, "yard")]);
        await owner.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", owner.Address);
        using var channel = GrpcChannel.ForAddress(asked.Address);
        using var socket = await asked.Server.ConnectAsync(Yard);

        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "yard" });

        Assert.Equal(StatusCode.Unauthenticated, await StatusOfAsync(channel, Yard));
        Assert.StartsWith("The machine that watches it does not show it", (await NextTextAsync(socket, "error")).GetProperty("message").GetString());
    }

    [Fact]
    public async Task Subscribe_MachinesThatPointAtEachOther_DoNotAskInCircles()
    {
        await using var one = await Machine.StartAsync("one");
        await using var other = await Machine.StartAsync("other");
        one.Others.Put("yard", other.Address);
        other.Others.Put("yard", one.Address);
        using var channel = GrpcChannel.ForAddress(one.Address);
        using var direct = GrpcChannel.ForAddress(other.Address);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new MapsClient(direct).GetLatestMapAsync(
            new GetLatestMapRequest { Source = "yard" }, new Metadata { { "stavis-live-hop", "1" } }, Deadline));
        var waits = await Assert.ThrowsAsync<RpcException>(async () => await new MapsClient(channel).GetLatestMapAsync(new GetLatestMapRequest { Source = "yard" }, deadline: Deadline));

        Assert.Equal((StatusCode.NotFound, "There is no source \"yard\"."), (refused.StatusCode, refused.Status.Detail));
        Assert.Equal((StatusCode.NotFound, "\"yard\" has no map at the moment: it is live."), (waits.StatusCode, waits.Status.Detail));
    }

    private static AccessTokenConfig Token(string name, string token, AccessRole role, params string[] sources) => new() { Name = name, Token = token, Role = role, Sources = [.. sources] };

    private static StringContent JsonContentOf(string token) => new(JsonSerializer.Serialize(new { token }), null, "application/json");

    private static async Task<StatusCode> StatusOfAsync(GrpcChannel channel, string token)
    {
        using var call = new MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "yard" }, new Metadata { { "authorization", $"Bearer {token}" } }, Deadline);
        try
        {
            Assert.True(await call.ResponseStream.MoveNext(default));
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static async Task<(MapMessage One, MapMessage Other)> SameFrameAsync(IAsyncStreamReader<MapMessage> one, IAsyncStreamReader<MapMessage> other)
    {
        Assert.True(await one.MoveNext(default) && await other.MoveNext(default));
        while (one.Current.Frame != other.Current.Frame) Assert.True(await (one.Current.Frame < other.Current.Frame ? one : other).MoveNext(default));
        return (one.Current, other.Current);
    }
}
