using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Server.Sources;

namespace StavisLive.Server.History;

/// <summary>Has the host remember where attention was.</summary>
internal static class HistoryServices
{
    /// <summary>Adds <see cref="AttentionHistory"/> and what fills it.</summary>
    /// <remarks>
    /// Before <see cref="SourceCatalog"/> among the hosted services: what streams summed up last comes when that one stops, which it
    /// does before those ahead of it. The host does not start, but throws <see cref="ConfigException"/>, where the file cannot be used.
    /// </remarks>
    public static IServiceCollection AddStavisLiveHistory(this IServiceCollection services, HistoryConfig config)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new HistoryDatabase(config));
        services.AddSingleton<HistoryQueue>();
        services.AddSingleton<AttentionHistory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStreamObserverFactory, HistoryObserverFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HistoryWriter>());
        return services;
    }
}
