using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using StavisLive.Grpc.V1;
using static StavisLive.Server.Tests.Feeds.FeedMessages;
using MapsClient = StavisLive.Grpc.V1.Maps.MapsClient;

namespace StavisLive.Server.Tests.Feeds.Following;

/// <summary>Who follows a source goes along where it moves, and is told of the hole.</summary>
public sealed class MovingSourceTests(ITestOutputHelper output)
{
    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + RunningServer.Patience;

    [Fact]
    public async Task Subscription_FromOneMachineToAnother_GoesOnWithOneHole()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var first = await Machine.StartAsync("first");
        await using var second = await Machine.StartAsync("second");
        await first.BeginAsync("yard", epoch: 4);
        asked.Others.Put("yard", first.Address, epoch: 4);
        using var maps = Subscription.To(asked);
        await maps.ReadAsync(5);

        asked.Others.Put("yard", null, epoch: 4);
        await first.Streams.StopAsync("yard");
        await second.BeginAsync("yard", epoch: 5);
        asked.Others.Put("yard", second.Address, epoch: 5);
        var took = await maps.ReadUntilAsync(map => map.Epoch == 5);
        await maps.ReadAsync(5);

        output.WriteLine($"{took.TotalMilliseconds:0} ms from the word that it has moved to its next map");
        Assert.Equal([0, 1], maps.Read.Select(map => map.Holes).Distinct());
        Assert.Equal([4, 5], maps.Read.Select(map => map.Epoch).Distinct());
    }

    [Fact]
    public async Task Subscription_AwayFromThisMachineAndBack_GoesOn()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        await asked.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", asked.Address, epoch: 1);
        using var socket = await asked.Server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "yard", pictures = true });
        await NextMapAsync(socket);

        asked.Others.Put("yard", null, epoch: 1);
        await asked.Streams.StopAsync("yard");
        await other.BeginAsync("yard", epoch: 2);
        asked.Others.Put("yard", other.Address, epoch: 2);
        Assert.Equal((2, 1), await MovedAsync(2));

        asked.Others.Put("yard", null, epoch: 2);
        await other.Streams.StopAsync("yard");
        await asked.BeginAsync("yard", epoch: 3);
        asked.Others.Put("yard", asked.Address, epoch: 3);
        Assert.Equal((3, 2), await MovedAsync(3));

        async Task<(int Epoch, int Holes)> MovedAsync(int epoch)
        {
            while (true)
            {
                var (header, _, picture) = await NextMapAsync(socket);
                Assert.NotEmpty(picture);
                if (header.GetProperty("epoch").GetInt32() is var now && now >= epoch) return (now, header.GetProperty("holes").GetInt32());
            }
        }
    }

    [Fact]
    public async Task Subscription_MachineIsGone_WaitsAndGoesOnElsewhere()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var first = await Machine.StartAsync("first");
        await using var second = await Machine.StartAsync("second");
        var wire = new Relay(first.Address.Port);
        await first.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", new Uri($"http://127.0.0.1:{wire.Port}"), epoch: 1);
        using var maps = Subscription.To(asked);
        await maps.ReadAsync(5);

        // Everything breaks, and nobody answers there any more; the cluster does not know yet.
        await wire.DisposeAsync();
        await second.BeginAsync("yard", epoch: 2);
        await Task.WhenAny(maps.NextAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        asked.Others.Put("yard", second.Address, epoch: 2);
        var took = await maps.ReadUntilAsync(map => map.Epoch == 2);

        output.WriteLine($"{took.TotalMilliseconds:0} ms from the word that it has moved to its next map");
        Assert.Equal(1, maps.Read[^1].Holes);
    }

    [Fact]
    public async Task Subscription_MachineIsCutOff_GoesOnElsewhereAndHearsNothingOfTheOld()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var first = await Machine.StartAsync("first");
        await using var second = await Machine.StartAsync("second");
        await using var wire = new Relay(first.Address.Port);
        await first.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", new Uri($"http://127.0.0.1:{wire.Port}"), epoch: 1);
        using var maps = Subscription.To(asked);
        await maps.ReadAsync(5);

        // Its connections stand, and it goes on watching.
        wire.Hold();
        await second.BeginAsync("yard", epoch: 2);
        asked.Others.Put("yard", second.Address, epoch: 2);
        var took = await maps.ReadUntilAsync(map => map.Epoch == 2);
        output.WriteLine($"{took.TotalMilliseconds:0} ms from the word that it has moved to its next map");

        // Somebody still believes in it.
        asked.Others.Put("yard", first.Address, epoch: 1);
        await Task.WhenAny(maps.NextAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        asked.Others.Put("yard", second.Address, epoch: 2);
        await maps.ReadAsync(10);

        // In order, which reading has seen to.
        Assert.Equal([1, 2], maps.Read.Select(map => map.Epoch).Distinct());
    }

    [Fact]
    public async Task Subscription_BegunWhileItMoves_WaitsForTheSource()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        asked.Others.Put("yard", null, epoch: 1);
        using var maps = Subscription.To(asked);
        var first = maps.NextAsync();
        await other.BeginAsync("yard", epoch: 2);
        Assert.False(first.IsCompleted);

        asked.Others.Put("yard", other.Address, epoch: 2);
        await first;

        Assert.Equal((2, 0), ((int)maps.Read[0].Epoch, maps.Read[0].Holes));
    }

    [Fact]
    public async Task Subscription_SourceRemoved_Ends()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        await other.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", other.Address);
        using var socket = await asked.Server.ConnectAsync();
        await SendAsync(socket, new { type = "subscribe", channel = 1, source = "yard" });
        await NextMapAsync(socket);
        using var maps = Subscription.To(asked);
        await maps.ReadAsync(1);

        await other.Streams.StopAsync("yard");
        asked.Others.Remove("yard");

        Assert.Equal(1, (await NextTextAsync(socket, "ended")).GetProperty("channel").GetInt32());
        await maps.EndAsync();
    }

    [Fact]
    public async Task Subscription_NobodyReads_IsSkippedWhereMapsAreMadeAndCostsLittle()
    {
        await using var asked = await Machine.StartAsync("asked");
        await using var other = await Machine.StartAsync("other");
        await other.BeginAsync("yard", epoch: 1);
        asked.Others.Put("yard", other.Address);
        var stuck = new List<Subscription>();
        // Four megabytes a map: what anybody kept of them would be seen.
        for (var viewer = 0; viewer < 10; viewer++) stuck.Add(Subscription.To(asked, new MapFormat { Encoding = Encoding.Float32, Width = 1024, Height = 1024 }));
        foreach (var viewer in stuck) await viewer.ReadAsync(1);
        using var maps = Subscription.To(asked);

        await maps.ReadAsync(50);
        var before = HeldBytes();
        await maps.ReadAsync(100);
        var grown = HeldBytes() - before;
        // Those that were under way come first.
        await stuck[0].ReadUntilAsync(map => map.Skipped > 20);

        output.WriteLine($"{grown >> 20} MB more after a hundred maps that {stuck.Count} viewers do not read; {stuck[0].Read[^1].Skipped} maps skipped for one");
        // Four thousand if they were kept; other tests run beside this one.
        Assert.InRange(grown, long.MinValue, 1000L << 20);
        Assert.InRange(stuck[0].Read.Count, 2, 20);
        Assert.Equal(0, maps.Read[^1].Skipped);
        stuck.ForEach(viewer => viewer.Dispose());
    }

    // One collection: GetTotalMemory's own, up to twenty, hold up this reader, and the tests beside it, for longer than its maps can wait.
    private static long HeldBytes()
    {
#pragma warning disable RS0030 // What is held is to be told from what is garbage.
        GC.Collect();
#pragma warning restore RS0030
        return GC.GetTotalMemory(forceFullCollection: false);
    }

    /// <summary>Somebody who follows a source through a machine, and holds it to its order.</summary>
    private sealed class Subscription : IDisposable
    {
        private readonly GrpcChannel _channel;
        private readonly AsyncServerStreamingCall<MapMessage> _call;
        private Task? _next;

        private Subscription(GrpcChannel channel, AsyncServerStreamingCall<MapMessage> call) => (_channel, _call) = (channel, call);

        public List<MapMessage> Read { get; } = [];

        public static Subscription To(Machine machine, MapFormat? format = null)
        {
            var channel = GrpcChannel.ForAddress(machine.Address, new GrpcChannelOptions { MaxReceiveMessageSize = null });
            return new Subscription(channel, new MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "yard", Every = format is null, Format = format }, deadline: Deadline));
        }

        /// <summary>The next map; who asks again before it is there waits for the same one.</summary>
        public Task NextAsync() => _next ??= TakeAsync();

        public async Task ReadAsync(int count)
        {
            for (var read = 0; read < count; read++) await NextAsync();
        }

        public async Task<TimeSpan> ReadUntilAsync(Func<MapMessage, bool> holds)
        {
            var watch = Stopwatch.StartNew();
            do await NextAsync();
            while (!holds(Read[^1]));
            return watch.Elapsed;
        }

        public async Task EndAsync()
        {
            if (_next is not null) await Assert.ThrowsAnyAsync<Exception>(() => _next);
            while (await _call.ResponseStream.MoveNext(default))
            {
            }
        }

        public void Dispose()
        {
            _call.Dispose();
            _channel.Dispose();
        }

        private async Task TakeAsync()
        {
            await Task.Yield();
            Assert.True(await _call.ResponseStream.MoveNext(default));
            var (before, map) = (Read.LastOrDefault(), _call.ResponseStream.Current);
            Assert.True(before is null || (before.Epoch <= map.Epoch && before.Skipped <= map.Skipped && before.Holes <= map.Holes), $"{map.Epoch} {map.Skipped} {map.Holes} after {before}");
            Assert.True(before is null || before.Epoch < map.Epoch || before.Frame < map.Frame, $"Frame {map.Frame} after {before?.Frame}.");
            Read.Add(map);
            _next = null;
        }
    }
}
