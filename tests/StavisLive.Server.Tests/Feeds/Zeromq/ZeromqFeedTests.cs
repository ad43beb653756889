using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Configuration.Publishing;
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
    private readonly EventHub _events = new(new FakeTimeProvider(DateTimeOffset.UnixEpoch));

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
        await PublishUntilAsync(line, "hall");
        var parts = (await line).Split('\t');
        Assert.Equal("event/hall", parts[0]);
        Assert.Equal(12.5, JsonDocument.Parse(parts[1]).RootElement.GetProperty("entropy").GetDouble());
    }

    /// <summary>ZMTP 1.0 needs no greeting: a length of almost 2 GiB, also within a page's request. The same in ZMTP 3, and too many subscriptions.</summary>
    public static TheoryData<byte[]> NoSubscribers => new(
        [0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xf6, 0, .. new byte[60]],
        [.. "POST / HTTP/1.1\r\nHost: 127.0.0.1:5556\r\nContent-Type: text/plain\r\nContent-Length: 610\r\n\r\n"u8,
            .. Enumerable.Repeat((byte)1, 600), 0xff, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xf6, 0],
        [.. RawSubscriber.Greeting, 2, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xf6, 1],
        [.. RawSubscriber.Greeting, .. Enumerable.Range(0, 1025).SelectMany(number => RawSubscriber.Subscription($"map/{number}"))]);

    [Theory]
    [MemberData(nameof(NoSubscribers))]
    public async Task Connection_OfNoSubscriber_IsClosedAndOthersGetWhatIsPublished(byte[] said)
    {
        await using var feed = await StartAsync("tcp://127.0.0.1:0");
        using var raw = await RawSubscriber.ConnectAsync(feed.Value.Address!);

        await raw.SayAsync(said);

        await raw.ReadToEndAsync();
        await using var subscriber = new PythonScript(Subscriber, feed.Value.Address!, "event/");
        await PublishUntilAsync(subscriber.ReadLineAsync(), "hall");
    }

    [Fact]
    public async Task Connection_SubscriptionIsCancelled_GetsTheOthersOnly()
    {
        await using var feed = await StartAsync("tcp://127.0.0.1:0");
        using var raw = await RawSubscriber.ConnectAsync(feed.Value.Address!);
        await raw.SayAsync([.. RawSubscriber.Greeting, .. RawSubscriber.Subscription("event/a"), .. RawSubscriber.Subscription("event/b")]);
        await raw.MeetAsync();
        await PublishUntilAsync(raw.ReadAsync(), "b");

        // The answer to a ping says that what was said before it was heard.
        await raw.SayAsync([.. RawSubscriber.Subscription("event/b", isCancelled: true), .. ZeromqFrame.Encode(ZeromqFrame.Command, "\x04PING\0\x0ahere"u8)]);
        ZeromqFrame answer;
        do answer = await raw.ReadAsync();
        while (!answer.IsCommand);
        Publish("b");
        Publish("a");

        Assert.Equal("\x04PONGhere"u8.ToArray(), answer.Content);
        Assert.Equal("event/a"u8.ToArray(), (await raw.ReadAsync()).Content);
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

    // A publisher doesn't know when somebody has begun to listen.
    private async Task PublishUntilAsync(Task received, string source)
    {
        while (!received.IsCompleted)
        {
            Publish(source);
            await Task.WhenAny(received, Task.Delay(20));
        }
        await received;
    }

    private void Publish(string source) =>
        _events.Publish(new AttentionEvent { Kind = EventKind.Spread, Source = source, At = DateTimeOffset.UnixEpoch, Entropy = 12.5 });

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
