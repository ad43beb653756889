using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StavisLive.Core.Configuration;
using StavisLive.Server.Events;
using StavisLive.Server.Feeds.Lsl;
using StavisLive.Server.Feeds.SharedMemory;
using StavisLive.Server.Feeds.Zeromq;
using StavisLive.Server.Sources;

namespace StavisLive.Server.Feeds;

/// <summary>Adds the feeds that go beside the server.</summary>
internal static class FeedServiceCollectionExtensions
{
    /// <summary>Adds shared memory, ZeroMQ and the Lab Streaming Layer, as far as a configuration asks for them.</summary>
    /// <remarks>The host does not start, but throws an <see cref="IOException"/> for people, where a name or a port is another program's.</remarks>
    public static IServiceCollection AddStavisLiveFeeds(this IServiceCollection services, StavisConfig config)
    {
        var publish = config.Publish;
        if (publish is { SharedMemory: null, Zeromq: null, Lsl: false }) return services;
        services.AddSourceCatalog();
        if (publish.SharedMemory is not null) services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SharedMemoryFeed>(provider, publish));
        if (publish.Zeromq is not null)
        {
            services.TryAddSingleton<EventHub>();
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ZeromqFeed>(provider, publish));
        }
        if (publish.Lsl) services.AddHostedService<LslFeed>();
        return services;
    }
}
