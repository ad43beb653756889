using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StavisLive.Server.Sources;

/// <summary>Adds the catalog of sources.</summary>
internal static class SourceServiceCollectionExtensions
{
    /// <summary>Adds it once, however often it is called.</summary>
    public static IServiceCollection AddSourceCatalog(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(SourceCatalog))) return services;
        services.AddSingleton<SourceCatalog>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SourceCatalog>());
        return services;
    }
}
