using System.Runtime.InteropServices;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Media;
using StavisLive.Grpc.V1;
using StavisLive.Server.Events;
using StavisLive.Testing;
using ControlClient = StavisLive.Grpc.V1.Control.ControlClient;
using Encoding = StavisLive.Grpc.V1.Encoding;
using EventsClient = StavisLive.Grpc.V1.Events.EventsClient;
using GrpcMaps = StavisLive.Grpc.V1.Maps;
using SourcesClient = StavisLive.Grpc.V1.Sources.SourcesClient;

namespace StavisLive.Server.Tests.Grpc;

/// <summary>The gRPC feeds, on the same port as everything else, as a generated client uses them.</summary>
public sealed class GrpcFeedTests
{
    private const string Viewer = "viewer-token-of-24-letters--";

    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + RunningServer.Patience;

    [Fact]
    public async Task Sources_ListedAndWatched_AreTheOnesThatRun()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var sources = new SourcesClient(channel);

        var listed = await sources.ListSourcesAsync(new ListSourcesRequest(), deadline: Deadline);
        using var watch = sources.WatchSources(new WatchSourcesRequest(), deadline: Deadline);
        Assert.True(await watch.ResponseStream.MoveNext(default));
        await new ControlClient(channel).PauseSourceAsync(new PauseSourceRequest { Source = "lab" });

        var lab = Assert.Single(listed.Sources);
        Assert.Equal(("lab", "live", 640, 360), (lab.Id, lab.State, lab.Width, lab.Height));
        while (watch.ResponseStream.Current.Sources.Single().State != "paused") Assert.True(await watch.ResponseStream.MoveNext(default));
    }

    [Theory]
    [InlineData((int)Encoding.Uint8)]
    [InlineData((int)Encoding.Float16)]
    [InlineData((int)Encoding.Float32)]
    [InlineData((int)Encoding.Unspecified)]
    public async Task Maps_Subscribed_HoldThePublishedValues(int wanted)
    {
        var encoding = (Encoding)wanted;
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var call = new GrpcMaps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "lab", Format = new MapFormat { Encoding = encoding }, Every = true }, deadline: Deadline);
        Assert.True(await call.ResponseStream.MoveNext(default));
        var first = call.ResponseStream.Current;
        Assert.True(await call.ResponseStream.MoveNext(default));

        var values = first.Format.Encoding switch
        {
            Encoding.Uint8 => Array.ConvertAll(first.Values.ToByteArray(), value => value / 255f),
            Encoding.Float16 => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(first.Values.Span).ToArray(), value => (float)value),
            _ => MemoryMarshal.Cast<byte, float>(first.Values.Span).ToArray(),
        };
        Assert.Equal(SaliencyMap.Length, values.Length);
        for (var cell = 0; cell < values.Length; cell++) Assert.Equal(StavisLive.Server.Tests.Maps.Ramp[cell], values[cell], encoding == Encoding.Uint8 ? 0.002 : 0.0005);
        // A busy machine may lose pictures before they get a map, but no map is left out.
        Assert.True(call.ResponseStream.Current.Frame > first.Frame);
        Assert.Equal(0, call.ResponseStream.Current.Skipped);
    }

    [Fact]
    public async Task Maps_WithPictures_CarryJpegFiles()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var call = new GrpcMaps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "lab", Pictures = true }, deadline: Deadline);
        Assert.True(await call.ResponseStream.MoveNext(default));

        Assert.Equal([0xFF, 0xD8], call.ResponseStream.Current.Picture.Span[..2].ToArray());
        Assert.Equal(2 * SaliencyMap.Length, call.ResponseStream.Current.Values.Length);
    }

    [Fact]
    public async Task Maps_AllThatThereAreOnOneConnection_ComeAndOneMoreIsRefused()
    {
        await using var server = await RunningServer.StartAsync();
        // Other clients than .NET's own open no second connection.
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler(), DisposeHttpClient = true });
        var maps = new GrpcMaps.MapsClient(channel);
        var request = new SubscribeMapsRequest { Source = "lab", Format = new MapFormat { Encoding = Encoding.Uint8, Width = 1, Height = 1 } };

        var calls = Enumerable.Range(0, 512).Select(_ => maps.SubscribeMaps(request, deadline: Deadline)).ToList();
        Assert.All(await Task.WhenAll(calls.Select(call => call.ResponseStream.MoveNext(default))), Assert.True);
        using var another = maps.SubscribeMaps(request, deadline: Deadline);
        var refused = await Assert.ThrowsAsync<RpcException>(() => another.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        calls.ForEach(call => call.Dispose());
    }

    [Fact]
    public async Task Subscriptions_ProgramEnds_AreToldSoAndNothingIsAnError()
    {
        var log = new RecordingLogger();
        await using var server = await RunningServer.StartAsync(prepare: builder => builder.Logging.AddProvider(new RecordedLogs(log)));
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var maps = new GrpcMaps.MapsClient(channel).SubscribeMaps(new SubscribeMapsRequest { Source = "lab" }, deadline: Deadline);
        using var events = new EventsClient(channel).SubscribeEvents(new SubscribeEventsRequest { After = 0 }, deadline: Deadline);
        using var sources = new SourcesClient(channel).WatchSources(new WatchSourcesRequest(), deadline: Deadline);
        // Far more than is on the way at a time: what nobody reads waits in the server.
        PublishMany(server, reason: new string('-', 10_000));
        using var slow = new EventsClient(channel).SubscribeEvents(new SubscribeEventsRequest { After = 0 }, deadline: Deadline);
        Assert.True(await slow.ResponseStream.MoveNext(default));
        Assert.True(await maps.ResponseStream.MoveNext(default));
        Assert.True(await events.ResponseStream.MoveNext(default));
        Assert.True(await sources.ResponseStream.MoveNext(default));

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        await AssertToldAsync(maps.ResponseStream);
        await AssertToldAsync(events.ResponseStream);
        await AssertToldAsync(sources.ResponseStream);
        Assert.InRange(await AssertToldAsync(slow.ResponseStream), 0, EventHub.Remembered / 2);
        Assert.DoesNotContain(log.Entries, entry => entry.Level >= LogLevel.Error);

        // How many have come before that.
        static async Task<int> AssertToldAsync<T>(IAsyncStreamReader<T> stream)
        {
            var count = 0;
            var end = await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await stream.MoveNext(default)) count++;
            });
            Assert.Equal((StatusCode.Unavailable, "The server is stopping."), (end.StatusCode, end.Status.Detail));
            return count;
        }
    }

    [Fact]
    public async Task Subscriptions_CancelledWhileMoreWaits_AreNoErrors()
    {
        var log = new RecordingLogger();
        await using (var server = await RunningServer.StartAsync(prepare: builder => builder.Logging.AddProvider(new RecordedLogs(log))))
        {
            using var channel = GrpcChannel.ForAddress(server.Address);
            PublishMany(server, reason: "");
            // Where the server is with one when it hears of it is left to chance.
            for (var number = 0; number < 50; number++)
            {
                using var events = new EventsClient(channel).SubscribeEvents(new SubscribeEventsRequest { After = 0 }, deadline: Deadline);
                Assert.True(await events.ResponseStream.MoveNext(default));
            }
        }
        Assert.DoesNotContain(log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task LatestMap_OfASize_IsResized()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        var map = await new GrpcMaps.MapsClient(channel).GetLatestMapAsync(
            new GetLatestMapRequest { Source = "lab", Format = new MapFormat { Encoding = Encoding.Float32, Width = 16, Height = 8 } }, deadline: Deadline);

        Assert.Equal(16 * 8 * sizeof(float), map.Values.Length);
    }

    [Fact]
    public async Task Events_After_BeginWithThoseThatAreRemembered()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var call = new EventsClient(channel).SubscribeEvents(new SubscribeEventsRequest { After = 0 }, deadline: Deadline);
        Assert.True(await call.ResponseStream.MoveNext(default));

        Assert.Equal((server.Services.GetRequiredService<EventHub>().Recent(EventHub.Remembered)[0].Id, "source-state", "lab"), (call.ResponseStream.Current.Id, call.ResponseStream.Current.Kind, call.ResponseStream.Current.Source));
    }

    [Fact]
    public async Task Events_ManySinceTheCallWasCut_AllCome()
    {
        await using var server = await RunningServer.StartAsync(config => config with { Sources = [] });
        var events = server.Services.GetRequiredService<EventHub>();
        for (var number = 1; number <= EventHub.Remembered; number++) events.Publish(new AttentionEvent { Kind = "spread", Source = "lab", At = TimeProvider.System.GetUtcNow() });
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var call = new EventsClient(channel).SubscribeEvents(new SubscribeEventsRequest { After = 0 }, deadline: Deadline);

        foreach (var happened in events.Recent(EventHub.Remembered))
        {
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal(happened.Id, call.ResponseStream.Current.Id);
        }
    }

    [Fact]
    public async Task Control_AddAndRemove_Work()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);
        var control = new ControlClient(channel);

        var added = await control.AddSourceAsync(new AddSourceRequest { Name = "second", Synthetic = true });
        var again = await Assert.ThrowsAsync<RpcException>(async () => await control.AddSourceAsync(new AddSourceRequest { Name = "second", Synthetic = true }));
        await control.RemoveSourceAsync(new RemoveSourceRequest { Source = added.Id });
        var record = await Assert.ThrowsAsync<RpcException>(async () => await control.RecordSourceAsync(new RecordSourceRequest { Source = "lab" }));

        Assert.Equal(StatusCode.FailedPrecondition, record.StatusCode);
        Assert.Equal(StatusCode.AlreadyExists, again.StatusCode);
        Assert.Single((await server.GetAsync("/api/sources")).EnumerateArray());
    }

    [Theory]
    [InlineData("nobody", 0, 0, StatusCode.NotFound)]
    [InlineData("lab", -1, 0, StatusCode.InvalidArgument)]
    [InlineData("lab", 100_000, 100_000, StatusCode.InvalidArgument)]
    public async Task Maps_ThatCannotBe_AreRefused(string source, int width, int height, StatusCode expected)
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new GrpcMaps.MapsClient(channel).GetLatestMapAsync(
            new GetLatestMapRequest { Source = source, Format = new MapFormat { Width = width, Height = height } }, deadline: Deadline));

        Assert.Equal(expected, refused.StatusCode);
    }

    [Fact]
    public async Task ReflectionAndHealth_Asked_KnowTheServices()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Address);

        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(deadline: Deadline);
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await reflection.ResponseStream.MoveNext(default));
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest(), deadline: Deadline);

        var services = reflection.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
        Assert.Superset(new HashSet<string> { "stavis.v1.Sources", "stavis.v1.Maps", "stavis.v1.Events", "stavis.v1.Control" }, services.ToHashSet());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task Calls_WithTokens_AskForThem()
    {
        await using var server = await RunningServer.StartAsync(config => config with
        {
            Serve = config.Serve with { Tokens = [new AccessTokenConfig { Token = Viewer }] },
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var (sources, control, token) = (new SourcesClient(channel), new ControlClient(channel), new Metadata { { "authorization", $"Bearer {Viewer}" } });

        var without = await Assert.ThrowsAsync<RpcException>(async () => await sources.ListSourcesAsync(new ListSourcesRequest()));
        var viewer = await Assert.ThrowsAsync<RpcException>(async () => await control.PauseSourceAsync(new PauseSourceRequest { Source = "lab" }, token));

        Assert.Equal((StatusCode.Unauthenticated, StatusCode.PermissionDenied), (without.StatusCode, viewer.StatusCode));
        Assert.Single((await sources.ListSourcesAsync(new ListSourcesRequest(), token)).Sources);
    }

    // Those are all that are remembered then.
    private static void PublishMany(RunningServer server, string reason)
    {
        var events = server.Services.GetRequiredService<EventHub>();
        var happened = new AttentionEvent { Kind = "source-state", Source = "lab", At = TimeProvider.System.GetUtcNow(), Reason = reason };
        for (var number = 0; number < EventHub.Remembered; number++) events.Publish(happened);
    }
}
