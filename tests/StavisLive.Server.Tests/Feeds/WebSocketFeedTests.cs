using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Core.Media;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Events;
using StavisLive.Server.Tests.Events.Mqtt;
using StavisLive.Testing;
using static StavisLive.Server.Tests.Feeds.FeedMessages;

namespace StavisLive.Server.Tests.Feeds;

/// <summary>The WebSocket feed, as a program uses it.</summary>
public sealed class WebSocketFeedTests
{
    [Theory]
    [InlineData("uint8", 1)]
    [InlineData("float16", 2)]
    [InlineData("float32", 4)]
    public async Task Maps_EveryEncoding_HoldThePublishedValues(string encoding, int bytesPerValue)
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await SendAsync(socket, new { type = "subscribe", channel = 7, source = "lab", maps = new { encoding } });
        var (header, map, picture) = await NextMapAsync(socket);

        Assert.Equal((7, "lab", "map"), (header.GetProperty("channel").GetInt32(), header.GetProperty("source").GetString(), header.GetProperty("type").GetString()));
        Assert.Equal(SaliencyMap.Length * bytesPerValue, map.Length);
        Assert.Empty(picture);
        var values = encoding switch
        {
            "uint8" => Array.ConvertAll(map, value => value / 255f),
            "float16" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(map).ToArray(), value => (float)value),
            _ => MemoryMarshal.Cast<byte, float>(map).ToArray(),
        };
        var tolerance = encoding switch { "uint8" => 0.5f / 255, "float16" => 0.0005f, _ => 0 };
        for (var cell = 0; cell < values.Length; cell++) Assert.True(Math.Abs(values[cell] - Maps.Ramp[cell]) <= tolerance + 1e-7, $"Cell {cell}: {values[cell]}.");
        // The ramp's peak is its last cell.
        Assert.Equal(0.9955, header.GetProperty("peak")[0].GetDouble());
    }

    [Fact]
    public async Task Maps_ServerWithACertificate_ComeOverHttp2AsToBrowsers()
    {
        var folder = Directory.CreateTempSubdirectory("stavis-live-");
        try
        {
            await using var server = await RunningServer.StartAsync(prepare: builder => TestCertificate.For("localhost").UseIn(builder, folder.FullName));
            using var http = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
            using var socket = await server.ConnectAsync(
                change: options =>
                {
                    (options.HttpVersion, options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
                    options.SetRequestHeader("Origin", server.Address.GetLeftPart(UriPartial.Authority));
                },
                over: http);

            await SendAsync(socket, new { type = "subscribe", channel = 1, source = "lab" });

            Assert.Equal(SaliencyMap.Length, (await NextMapAsync(socket)).Map.Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Maps_OtherSize_AreResized()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "lab", maps = new { encoding = "float32", width = 28, height = 14 } });
        var (header, map, _) = await NextMapAsync(socket);

        Assert.Equal((28, 14), (header.GetProperty("map").GetProperty("width").GetInt32(), header.GetProperty("map").GetProperty("height").GetInt32()));
        var values = MemoryMarshal.Cast<byte, float>(map);
        Assert.Equal(28 * 14, values.Length);
        // The mean of the first 8 rows and 4 columns.
        Assert.Equal((3.5 * SaliencyMap.Side + 1.5) / (SaliencyMap.Length - 1), values[0], 1e-5);
    }

    [Fact]
    public async Task Pictures_Subscribed_ComeAsJpegWithTheirMaps()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "lab", pictures = true, maps = new { } });
        var (header, map, picture) = await NextMapAsync(socket);
        var (next, _, _) = await NextMapAsync(socket);

        Assert.Equal(SaliencyMap.Length, map.Length);
        Assert.Equal([0xFF, 0xD8], picture[..2]);
        Assert.True(header.GetProperty("scale").GetProperty("range").GetDouble() > 0);
        Assert.True(next.GetProperty("frame").GetInt64() > header.GetProperty("frame").GetInt64());
    }

    [Fact]
    public async Task Pictures_LateViewerOfAPausedSource_BeginWithTheLastOne()
    {
        await using var server = await RunningServer.StartAsync();
        using var early = await server.ConnectAsync();
        await SendAsync(early, new { type = "subscribe", channel = 1, source = "lab", pictures = true });
        await NextMapAsync(early);
        await server.Client.PostAsync("/api/sources/lab/pause", null);
        await server.UntilAsync(sources => sources.Single().State == "paused");

        using var late = await server.ConnectAsync();
        await SendAsync(late, new { type = "subscribe", channel = 1, source = "lab", pictures = true });

        Assert.NotEmpty((await NextMapAsync(late)).Picture);
    }

    [Fact]
    public async Task Pictures_MaskedSinceNobodyWatched_AreNotThoseFromBefore()
    {
        await using var server = await RunningServer.StartAsync();
        using (var early = await server.ConnectAsync())
        {
            await SendAsync(early, new { type = "subscribe", channel = 1, source = "lab", pictures = true });
            await NextMapAsync(early);
        }
        var begun = server.StreamsBegun;
        (await server.Client.PutAsJsonAsync("/api/sources/lab/masks", new double[][][] { [[0, 0], [1, 0], [1, 1], [0, 1]] })).EnsureSuccessStatusCode();
        // Counted on the stream's own task.
        await Eventually.HoldsAsync(() => server.StreamsBegun == begun + 1);

        using var late = await server.ConnectAsync();
        await SendAsync(late, new { type = "subscribe", channel = 1, source = "lab", pictures = true });
        var picture = (await NextMapAsync(late)).Picture;

        // A black picture of that size is small; the scene never is.
        Assert.True(picture.Length < 6000, $"The picture has {picture.Length} bytes.");
    }

    [Fact]
    public async Task Maps_SourcePausedAndResumed_GoOnWithoutAnotherSubscription()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "lab" });
        await NextMapAsync(socket);

        (await server.Client.PostAsync("/api/sources/lab/pause", null)).EnsureSuccessStatusCode();
        await server.UntilAsync(sources => sources.Single().State == "paused");
        (await server.Client.PostAsync("/api/sources/lab/resume", null)).EnsureSuccessStatusCode();

        // The new stream counts its frames anew.
        var seen = 0;
        while ((await NextMapAsync(socket)).Header.GetProperty("frame").GetInt64() > 3) Assert.True(seen++ < 500);
    }

    [Fact]
    public async Task Maps_SourceRemoved_EndIsTold()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 3, source = "lab" });
        await NextMapAsync(socket);

        (await server.Client.DeleteAsync("/api/sources/lab")).EnsureSuccessStatusCode();

        var end = await NextTextAsync(socket, "ended");
        Assert.Equal(3, end.GetProperty("channel").GetInt32());
    }

    [Fact]
    public async Task Sources_Subscribed_AreSentAgainWhenTheyChange()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, sources = true });
        var told = await NextTextAsync(socket, "sources");
        Assert.Equal("lab", told.GetProperty("sources")[0].GetProperty("id").GetString());
        Assert.InRange(told.GetProperty("at").GetDateTimeOffset(), told.GetProperty("sources")[0].GetProperty("since").GetDateTimeOffset(), TimeProvider.System.GetUtcNow());

        (await server.Client.PostAsync("/api/sources/lab/pause", null)).EnsureSuccessStatusCode();

        while ((await NextTextAsync(socket, "sources")).GetProperty("sources")[0].GetProperty("state").GetString() != "paused")
        {
        }
    }

    [Fact]
    public async Task Events_After_BeginWithThoseThatAreRemembered()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await SendAsync(socket, new { type = "subscribe", channel = 1, events = true, after = 0 });

        var happened = (await NextTextAsync(socket, "event")).GetProperty("event");
        Assert.Equal(("source-state", FirstNumber(server)), (happened.GetProperty("kind").GetString(), happened.GetProperty("id").GetInt64()));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":1}")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":1,\"events\":true,\"sources\":true}")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":70000,\"source\":\"lab\"}")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":1,\"source\":\"nobody\"}")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":1,\"source\":\"lab\",\"maps\":{\"encoding\":\"float64\"}}")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":1,\"source\":\"lab\",\"maps\":{\"width\":1000000,\"height\":1000000}}")]
    [InlineData("{\"type\":\"subscribe\",\"channel\":1,\"source\":\"lab\",\"what\":1}")]
    public async Task Messages_NotUnderstood_AreAnsweredAndTheConnectionGoesOn(string text)
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

        Assert.NotEmpty((await NextTextAsync(socket, "error")).GetProperty("message").GetString()!);
        await SendAsync(socket, new { type = "subscribe", channel = 2, source = "lab" });
        await NextMapAsync(socket);
    }

    [Theory]
    [InlineData("{\"type\":\"subscribe\",\"channel\":7,\"source\":\"lab\",\"maps\":{\"width\":160.0}}", 7)]
    [InlineData("{\"type\":\"subscribe\",\"channel\":7,\"what\":1}", 7)]
    [InlineData("{\"channel\":\"7\"}", null)]
    [InlineData("7", null)]
    [InlineData("{", null)]
    public async Task Messages_NotUnderstood_AreAnsweredToTheirOwnChannel(string text, int? channel)
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

        var answered = (await NextTextAsync(socket, "error")).GetProperty("channel");
        Assert.Equal(channel, answered.ValueKind == JsonValueKind.Null ? null : answered.GetInt32());
    }

    [Fact]
    public async Task Subscription_ReplacedAgainAndAgain_LeavesTheConnectionWhole()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        for (var change = 0; change < 40; change++)
        {
            await SendAsync(socket, new { type = "subscribe", channel = change % 2, source = "lab", pictures = true, maps = new { encoding = "float32", width = 512, height = 512 } });
            if (change % 3 == 0) await SendAsync(socket, new { type = "unsubscribe", channel = change % 2 });
            await NextTextAsync(socket, "subscribed");
        }

        await SendAsync(socket, new { type = "subscribe", channel = 9, source = "lab" });
        while ((await NextMapAsync(socket)).Header.GetProperty("channel").GetInt32() != 9)
        {
        }
    }

    [Fact]
    public async Task Events_NumberOfAnEarlierRun_BeginFromTheStart()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await SendAsync(socket, new { type = "subscribe", channel = 1, events = true, after = long.MaxValue });

        Assert.Equal(FirstNumber(server), (await NextTextAsync(socket, "event")).GetProperty("event").GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Messages_TooLong_EndTheConnection()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        await socket.SendAsync(new byte[20_000], WebSocketMessageType.Text, true, CancellationToken.None);

        var end = await socket.ReceiveAsync(new byte[100], new CancellationTokenSource(RunningServer.Patience).Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (end.MessageType, end.CloseStatus));
    }

    [Fact]
    public async Task Subscriptions_TooMany_AreRefused()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        for (var channel = 0; channel <= 320; channel++) await SendAsync(socket, new { type = "subscribe", channel, events = true });

        Assert.Equal(320, (await NextTextAsync(socket, "error")).GetProperty("channel").GetInt32());
    }

    [Fact]
    public async Task Subscriptions_OfTooLargeMaps_AreRefused()
    {
        await using var server = await RunningServer.StartAsync();
        using var socket = await server.ConnectAsync();

        for (var channel = 0; channel < 5; channel++)
            await SendAsync(socket, new { type = "subscribe", channel, source = "lab", maps = new { encoding = "float32", width = 1024, height = 1024 } });

        Assert.Equal(4, (await NextTextAsync(socket, "error")).GetProperty("channel").GetInt32());
    }

    [Fact]
    public async Task Viewers_ThatNeverRead_SlowNobodyDown()
    {
        await using var server = await RunningServer.StartAsync();
        var published = new Dictionary<long, byte[]>();
        _ = FedStreams.CollectAsync(Assert.Single(server.Services.GetRequiredService<StreamManager>().Streams), published);
        var stuck = new List<ClientWebSocket>();
        for (var viewer = 0; viewer < 5; viewer++)
        {
            stuck.Add(await server.ConnectAsync());
            // Four megabytes a map: no buffer on the way holds many of them.
            await SendAsync(stuck[^1], new { type = "subscribe", channel = 1, source = "lab", maps = new { encoding = "float32", width = 1024, height = 1024 }, every = true });
        }
        using var socket = await server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "lab", every = true });

        var frames = new List<long>();
        while (frames.Count < 100) frames.Add((await NextMapAsync(socket)).Header.GetProperty("frame").GetInt64());

        // Not simply one after the other: where the machine has too much to do, the source itself passes frames over.
        await Eventually.HoldsAsync(() => Published().Contains(frames[^1]));
        Assert.Equal(Published().Where(frame => frame >= frames[0] && frame <= frames[^1]), frames);
        stuck.ForEach(viewer => viewer.Dispose());

        List<long> Published()
        {
            lock (published) return [.. published.Keys.Order()];
        }
    }

    private static long FirstNumber(RunningServer server) => server.Services.GetRequiredService<EventHub>().Recent(EventHub.Remembered)[0].Id;
}
