using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Streams;
using StavisLive.Server.Events;
using StavisLive.Server.Sources;
using StavisLive.Server.Tests.Events.Mqtt;
using StavisLive.Server.Tests.Events.Webhooks;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Events;

public sealed class EventServicesTests
{
    [Fact]
    public async Task AddStavisLiveEvents_StreamRuns_EventsReachBrokerAndWebhook()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        var config = ConfigOf(broker, receiver);
        using var host = HostOf(services => services.AddStavisLiveEvents(config));
        await host.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        host.Services.GetRequiredService<StreamManager>().Start(HostPlan.Of(config).Streams[0]);

        var calls = await receiver.NextAsync(2);
        Assert.Equal(["zone-entered", "zone-dwell"], calls.Select(call => call["X-StavisLive-Event"]));
        await observer.UntilAsync("stavis-live/hall/event", text => text.Contains("zone-dwell"));
        await observer.UntilAsync("stavis-live/hall/state", text => text.Contains("\"state\":\"live\"") && text.Contains("\"left\":true"));
        Assert.Contains(observer.Messages, message => message.Topic == "stavis-live/hall/event" && message.Text.Contains("\"source-state\""));

        await host.Services.GetRequiredService<StreamManager>().StopAsync("hall");
        Assert.Equal("zone-left", (await receiver.NextAsync())["X-StavisLive-Event"]);
        await observer.UntilAsync("stavis-live/hall/state", text => text.Length == 0);
        await host.StopAsync();
        await observer.UntilAsync("stavis-live/available", text => text == "offline");
    }

    [Fact]
    public async Task AddStavisLivePublishing_HostEnds_TellsHowTheStreamEnds()
    {
        await using var broker = await Mosquitto.StartAsync();
        await using var receiver = await HookReceiver.StartAsync();
        var config = ConfigOf(broker, receiver);
        using var host = HostOf(services => services.AddStavisLivePublishing(config));
        await host.StartAsync();
        await using var observer = await MqttObserver.StartAsync(broker.Port);
        host.Services.GetRequiredService<StreamManager>().Start(HostPlan.Of(config).Streams[0]);
        await receiver.NextAsync(2);
        await observer.UntilAsync("stavis-live/hall/state", text => text.Contains("\"left\":true"));

        await host.StopAsync();

        Assert.Equal("zone-left", (await receiver.NextAsync())["X-StavisLive-Event"]);
        await observer.UntilAsync("stavis-live/available", text => text == "offline");
        Assert.Contains("\"left\":false", observer.Newest("stavis-live/hall/state"));
        Assert.Contains("\"state\":\"ended\"", observer.Newest("stavis-live/hall/state"));
        Assert.Contains(observer.Messages, message => message.Topic == "stavis-live/hall/event" && message.Text.Contains("\"zone-left\""));
    }

    [Fact]
    public void AddStavisLiveEvents_NobodyIsNamed_OnlyMakesEvents()
    {
        var config = new StavisConfig();
        using var host = HostOf(services => services.AddStavisLiveEvents(config));
        Assert.Single(host.Services.GetServices<IStreamObserverFactory>());
        Assert.DoesNotContain(host.Services.GetServices<IHostedService>(), service => service.GetType().Namespace!.StartsWith("StavisLive.Server.Events", StringComparison.Ordinal));
    }

    // Attention lies in the left half, always at the same place.
    private static IHost HostOf(Action<IServiceCollection> add)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(provider =>
            new StreamManager(_ => new FixedMapPredictor(TestResults.Blob(28, 56)), TimeProvider.System, provider.GetRequiredService<ILoggerFactory>(), null));
        add(builder.Services);
        return builder.Build();
    }

    private static StavisConfig ConfigOf(Mosquitto broker, HookReceiver receiver) => new()
    {
        Sources =
        [
            new()
            {
                Name = "hall",
                Source = new() { Synthetic = true, Realtime = true, Zones = [new() { Name = "left", Corners = [new(0, 0), new(0.5, 0), new(0.5, 1), new(0, 1)], Dwell = 0.5 }] },
                Outputs = new() { Display = false },
            },
        ],
        Publish = new() { Mqtt = new() { Address = $"mqtt://127.0.0.1:{broker.Port}" }, Webhooks = [new() { Url = receiver.Address, Events = ["zone-entered", "zone-dwell", "zone-left"] }] },
    };
}
