using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Hosting;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Reload;
using StavisLive.Hosting.Streams;

// Where hosts look for what can be added to them.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds StavisLive to a host.</summary>
public static class StavisLiveServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="StreamManager"/>, and a service that runs what the options name as long as the host runs; any number of
    /// times. The clock is the services' <see cref="TimeProvider"/>, the system's unless there is one.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Says what is watched, if anything beside what the program starts itself.</param>
    /// <remarks>
    /// The host does not start, but throws <see cref="ConfigException"/> with everything that is wrong, where what is asked for
    /// cannot be run. It stops when the network fails; a stream's failure is that stream's own. Whoever writes videos gives the
    /// host a shutdown timeout of more than its thirty seconds: their encoders may still have some to write.
    /// </remarks>
    public static IServiceCollection AddStavisLive(this IServiceCollection services, Action<StavisLiveOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StreamManager>();
        services.TryAddSingleton<ConfigReload>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StavisLiveService>());
        return services;
    }

    /// <summary>The same, for a program that starts its streams itself.</summary>
    public static IServiceCollection AddStavisLive(this IServiceCollection services) => services.AddStavisLive(_ => { });

    /// <summary>The same, with what is watched given by the program.</summary>
    public static IServiceCollection AddStavisLive(this IServiceCollection services, StavisConfig config) =>
        services.AddStavisLive(options => options.Load = cancellationToken => HostPlan.SettleAsync(config, cancellationToken));

    /// <summary>The same, with what is watched given by a configuration file, which is read again whenever it has changed.</summary>
    public static IServiceCollection AddStavisLive(this IServiceCollection services, string configFile) => services.AddStavisLive(options =>
    {
        options.Load = cancellationToken => HostPlan.SettleAsync(ConfigFile.Load(configFile), cancellationToken);
        options.WatchedFile = configFile;
    });
}
