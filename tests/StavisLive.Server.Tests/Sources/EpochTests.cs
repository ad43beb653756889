using System.Net.WebSockets;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Grpc.V1;
using StavisLive.Hosting.Streams;
using StavisLive.Testing;
using Encoding = System.Text.Encoding;
using EventsClient = StavisLive.Grpc.V1.Events.EventsClient;
using GrpcMaps = StavisLive.Grpc.V1.Maps;

namespace StavisLive.Server.Tests.Sources;

/// <summary>Which of a cluster's beginnings of a stream something is of is told with everything.</summary>
public sealed class EpochTests
{
    [Fact]
    public async Task Epoch_OfAReplacedStream_IsToldEverywhere()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new GrpcMaps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "lab" });
        Assert.True(await call.ResponseStream.MoveNext(default));
        Assert.Equal(0, call.ResponseStream.Current.Epoch);

        var manager = server.Services.GetRequiredService<StreamManager>();
        await manager.ReplaceAsync(manager.Find("lab")!.Plan with { Epoch = 3 });

        var last = 0L;
        while (last < 3)
        {
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.InRange(call.ResponseStream.Current.Epoch, last, 3);
            last = call.ResponseStream.Current.Epoch;
        }
        Assert.Equal(3, (await server.GetAsync("/api/sources/lab")).GetProperty("epoch").GetInt32());
        Assert.Contains("\"epoch\":3", await HeaderAsync(server));
        using var events = new EventsClient(channel).SubscribeEvents(new SubscribeEventsRequest { After = 0 });
        while (!events.ResponseStream.Current?.Epoch.Equals(3) ?? true) Assert.True(await events.ResponseStream.MoveNext(default));
        Assert.Equal(("source-state", "lab"), (events.ResponseStream.Current!.Kind, events.ResponseStream.Current.Source));
    }

    [Fact]
    public async Task Epoch_OfAStreamWhoseMapsComeLate_EndsNoSubscription()
    {
        using var network = new HeldPredictor();
        await using var machine = await Machine.StartAsync("here", network: network);
        await machine.BeginAsync("lab", epoch: 0);
        using var channel = GrpcChannel.ForAddress(machine.Address);
        using var call = new GrpcMaps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "lab" });
        Assert.True(await call.ResponseStream.MoveNext(default));

        network.HoldNewStreams();
        await machine.Streams.ReplaceAsync(machine.Streams.Find("lab")!.Plan with { Epoch = 3 });
        await machine.Server.UntilAsync(sources => sources.Single().Epoch == 3);
        // Who looks again has come to terms with what it saw before.
        var looks = machine.Others.Looks;
        await Eventually.HoldsAsync(() => machine.Others.Looks >= looks + 2);
        network.GoOn();

        do Assert.True(await call.ResponseStream.MoveNext(default));
        while (call.ResponseStream.Current.Epoch < 3);
        Assert.Equal(0, call.ResponseStream.Current.Holes);
    }

    private static async Task<string> HeaderAsync(RunningServer server)
    {
        using var socket = await server.ConnectAsync();
        await socket.SendAsync(Encoding.UTF8.GetBytes("""{"type":"subscribe","channel":1,"source":"lab"}"""), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[1 << 16];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, new CancellationTokenSource(RunningServer.Patience).Token);
            if (part.MessageType is WebSocketMessageType.Binary) return Encoding.UTF8.GetString(buffer, 4, part.Count - 4);
        }
    }
}
