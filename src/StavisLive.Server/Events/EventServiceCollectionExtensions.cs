using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Server.Events.Detection;
using StavisLive.Server.Events.Mqtt;
using StavisLive.Server.Events.Webhooks;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;

namespace StavisLive.Server.Events;

/// <summary>Adds events to a host.</summary>
internal static class EventServiceCollectionExtensions
{
    /// <summary>Adds what makes events, and what tells them to those whom a configuration names.</summary>
    /// <remarks>Needs the host's streams (<c>AddStavisLive</c>). Pictures are published where the host has an <see cref="IOverlayPictures"/>.</remarks>
    public static IServiceCollection AddStavisLiveEvents(this IServiceCollection services, StavisConfig config)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventHub>();
        services.AddSourceCatalog();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStreamObserverFactory, AttentionDetectorFactory>());
        var publish = config.Publish;
        if (publish.Mqtt.Address is not null)
        {
            services.AddSingleton<IHostedService>(provider => Mqtt(provider, publish.Mqtt));
        }
        if (publish.Webhooks.Count > 0)
        {
            services.AddSingleton<IHostedService>(provider => new WebhookSenders([.. publish.Webhooks.Select((hook, index) => Webhook(provider, hook, index))]));
        }
        return services;
    }

    private static WebhookSender Webhook(IServiceProvider provider, WebhookConfig hook, int index) => new(
        hook, index, provider.GetRequiredService<EventHub>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<WebhookSender>>());

    private static MqttPublisher Mqtt(IServiceProvider provider, MqttConfig config)
    {
        var machine = provider.GetService<NodeName>()?.Value;
        return new MqttPublisher(
            config, provider.GetRequiredService<EventHub>(), () => provider.GetRequiredService<SourceCatalog>().Sources, provider.GetService<IOverlayPictures>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<MqttPublisher>>(), machine: machine,
            cluster: machine is null ? null : provider.GetRequiredService<IRemoteSources>());
    }
}
