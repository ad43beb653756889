using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Configuration;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds.Zeromq;

namespace StavisLive.Server.Tests.Feeds.Zeromq;

/// <summary>What a subscriber of libzmq gets.</summary>
public sealed class ZeromqFeedTests : IAsyncLifetime
{
    // Says that it is connected by the first message of any kind; prints topic, header and the map's hash.
    private const string Subscriber = """
        import hashlib, sys, zmq
        socket = zmq.Context().socket(zmq.SUB)
        socket.connect(sys.argv[1])
        for topic in sys.argv[2:]:
            socket.subscribe(topic.encode())
        while True:
            topic, header, *rest = socket.recv_multipart()
            print(topic.decode(), header.decode(), *(hashlib.sha256(part).hexdigest() for part in rest), sep="\t")
        """;

    private readonly FedStreams _streams = new();
    private readonly EventHub _events = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _streams.DisposeAsync();

    [Fact]
    public async Task Stream_Subscriber_GetsTheMapsThatTheHubPublished()
    {
        await using var feed = await StartAsync("tcp://127.0.0.1:0");
        await using var subscriber = new PythonScript(Subscriber, feed.Value.Address!, "map/hall");
        var stream = _streams.Start("Hall");
        _streams.Start("other");
        var published = new Dictionary<long, byte[]>();
        var collecting = FedStreams.CollectAsync(stream, published);

        var lines = new List<string>();
        while (lines.Count < 20) lines.Add(await subscriber.ReadLineAsync());
        await _streams.Manager.StopAsync("Hall");
        await collecting;

        Assert.All(lines, line =>
        {
            var parts = line.Split('\t');
            Assert.Equal("map/hall", parts[0]);
            var header = JsonDocument.Parse(parts[1]).RootElement;
            Assert.Equal(("map", "hall", "float32", 112 * 112 * 4), (Text(header, "type"), Text(header, "source"),
                Text(header.GetProperty("map"), "encoding"), header.GetProperty("map").GetProperty("bytes").GetInt32()));
            Assert.Equal(2, header.GetProperty("peak").GetArrayLength());
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(published[header.GetProperty("frame").GetInt64()])), parts[2]);
        });
    }

    [Fact]
    public async Task Publish_Event_ArrivesUnderItsSource()
    {
        await using var feed = await StartAsync("tcp://127.0.0.1:0");
        await using var subscriber = new PythonScript(Subscriber, feed.Value.Address!, "event/");
        var line = subscriber.ReadLineAsync();
        // A publisher doesn't know when somebody has begun to listen.
        while (!line.IsCompleted)
        {
            _events.Publish(new AttentionEvent { Kind = EventKind.Spread, Source = "hall", At = DateTimeOffset.UnixEpoch, Entropy = 12.5 });
            await Task.WhenAny(line, Task.Delay(20));
        }
        var parts = (await line).Split('\t');
        Assert.Equal("event/hall", parts[0]);
        Assert.Equal(12.5, JsonDocument.Parse(parts[1]).RootElement.GetProperty("entropy").GetDouble());
    }

    [Fact]
    public async Task StartAsync_PortInUse_SaysSo()
    {
        await using var feed = await StartAsync("tcp://127.0.0.1:0");
        var failure = await Assert.ThrowsAsync<IOException>(() => StartAsync(feed.Value.Address!));
        Assert.Contains("another program has that port", failure.Message);
    }

    [Fact]
    public async Task Stream_SubscriberThatDoesNotRead_HoldsNobodyUp()
    {
        const int Frames = 150;
        await using var feed = await StartAsync("tcp://127.0.0.1:0");
        // Subscribes and never receives.
        await using var subscriber = new PythonScript("""
            import sys, zmq
            socket = zmq.Context().socket(zmq.SUB)
            socket.rcvhwm = 1
            socket.connect(sys.argv[1])
            socket.subscribe(b"")
            socket.recv()
            print("subscribed")
            sys.stdin.read()
            """, feed.Value.Address!);
        var stream = _streams.Start("a");
        Assert.Equal("subscribed", await subscriber.ReadLineAsync());
        var before = stream.Status()!.FramesOut;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (stream.Status()!.FramesOut < before + Frames) await Task.Delay(10, patience.Token);
        // A feed that waits for its reader would have skipped nearly all of them; one on a busy machine skips a few.
        Assert.InRange(stream.Feed.Subscriptions.Single(subscription => subscription.Options.Name == "zeromq").Skipped, 0, Frames / 2);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task<Running> StartAsync(string address)
    {
        var feed = new ZeromqFeed(
            new PublishConfig { Zeromq = address }, _streams.Catalog, _events, _streams.Manager, TimeProvider.System, NullLogger<ZeromqFeed>.Instance);
        await feed.StartAsync(CancellationToken.None);
        return new Running(feed);
    }

    private sealed record Running(ZeromqFeed Value) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Value.StopAsync(CancellationToken.None);
            Value.Dispose();
        }
    }
}
