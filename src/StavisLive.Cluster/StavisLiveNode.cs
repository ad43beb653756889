using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using StavisLive.Cluster.Api;
using StavisLive.Cluster.Control;
using StavisLive.Cluster.Membership;
using StavisLive.Cluster.Nodes;
using StavisLive.Cluster.Redis;
using StavisLive.Cluster.Security;
using StavisLive.Cluster.Sources;
using StavisLive.Cluster.Streams;
using StavisLive.Core.Configuration;
using StavisLive.Server.Control;
using StavisLive.Server.Nodes;
using StavisLive.Server.Sources;
using StavisLive.Server.Sources.Remote;
using StavisLive.Server.Telemetry;

namespace StavisLive.Cluster;

/// <summary>Makes a host that runs streams a node of a cluster.</summary>
public static class StavisLiveNode
{
    /// <summary>Adds what a node needs to a host that has <c>AddStavisLive</c>, before what answers requests.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="config">The node's own configuration.</param>
    /// <param name="store">The cluster's Redis; borrowed.</param>
    /// <param name="certificates">By which nodes know each other; borrowed; null: connections are not encrypted.</param>
    internal static void AddStavisLiveNode(this IHostApplicationBuilder builder, StavisConfig config, RedisStore store, NodeCertificates? certificates)
    {
        var services = builder.Services;
        services.AddSingleton(config);
        services.AddSingleton<ILocalStreams, LocalStreams>();
        services.AddSingleton<INodeServer, NodeServer>();
        services.AddSingleton(new NodeName(NodeIdentity.NameOf(config.Cluster)));
        services.AddSingleton<ClusterSources>();
        services.Replace(ServiceDescriptor.Singleton<IRemoteSources>(provider => provider.GetRequiredService<ClusterSources>()));
        if (config.Serve.Address is not null) AddServer(services, certificates);
        builder.AddNode(config.Cluster, store, certificates);
        // Behind the node: nobody asks grains before they can answer.
        services.AddHostedService<NodePreparation>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterSources>());
    }

    /// <summary>Adds what makes a host a node, whatever runs its streams.</summary>
    internal static void AddNode(this IHostApplicationBuilder builder, ClusterConfig config, RedisStore store, NodeCertificates? certificates)
    {
        var services = builder.Services;
        services.AddSingleton(config);
        services.AddSingleton(store);
        services.AddSingleton(provider => new NodeLease(Contracts.WallTimes.Lease, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NodeEnd>();
        services.AddSingleton<NodeIdentity>();
        services.AddSingleton<GoneNodes>();
        builder.UseOrleans(silo => AddSilo(silo, config, store, certificates));
        // Orleans' own way is to end the process at once.
        services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler>(provider => provider.GetRequiredService<NodeEnd>()));
        // Behind the silo, so that it ends before that: streams are handed over while everything still works.
        services.AddHostedService<NodeReporter>();
    }

    /// <summary>Maps what a node's server answers beside what every server does.</summary>
    public static void MapStavisLiveNode(this IEndpointRouteBuilder routes) => routes.MapCluster();

    // What the server shows and changes is the cluster's.
    private static void AddServer(IServiceCollection services, NodeCertificates? certificates)
    {
        services.Replace(ServiceDescriptor.Singleton<ISourceControl, WallControl>());
        services.Replace(ServiceDescriptor.Singleton<NodeHandlerFactory>(_ =>
        {
            var handler = NodeHandlers.New();
            certificates?.Use(handler);
            return handler;
        }));
        services.AddHostedService<ServerReach>();
        services.AddHealthChecks().AddCheck<NodeCheck>("node", tags: HealthServices.Tags);
        services.Configure<HealthCheckServiceOptions>(options => options.Registrations.Remove(options.Registrations.First(check => check.Name == NodeCheck.Replaced)));
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.Orleans"))
            .WithTracing(traces => traces.AddSource("Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle"));
    }

    private static void AddSilo(ISiloBuilder silo, ClusterConfig config, RedisStore store, NodeCertificates? certificates)
    {
        var endpoint = NodeEndpoint.Find(config, store.Address);
        silo.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = store.Address.ClusterName);
        silo.Configure<SiloOptions>(options => options.SiloName = NodeIdentity.NameOf(config));
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = endpoint.Address;
            (options.SiloPort, options.GatewayPort) = (endpoint.Port, endpoint.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(SetMembership);
        silo.UseRedisClustering(options => (options.ConfigurationOptions, options.CreateMultiplexer) = (store.Address.Options, _ => store.LendAsync()));
        silo.UseRedisGrainDirectoryAsDefault(options => (options.ConfigurationOptions, options.CreateMultiplexer) = (store.Address.Options, _ => store.LendAsync()));
        silo.AddRedisGrainStorage(
            ClusterNames.Store, options => (options.ConfigurationOptions, options.CreateMultiplexer, options.DeleteStateOnClear) = (store.Address.Options, _ => store.LendAsync(), true));
        silo.UseRedisReminderService(options => (options.ConfigurationOptions, options.CreateMultiplexer) = (store.Address.Options, _ => store.LendAsync()));
        silo.AddDashboard();
        if (certificates is not null) silo.UseTls(certificates.Own, certificates.Use);
        if (KubernetesPod.IsHere) silo.UseKubernetesHosting();
    }

    // A node that was killed refuses connections, so that two probes miss within a second and a half; one that is cut off takes two seconds
    // and a bit. Two others have to agree where there are two, so that no single node that is ill can shut out all the others.
    private static void SetMembership(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 2;
        options.NumVotesForDeathDeclaration = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        // Where all nodes were cut off at once, nobody is left to say so: who joins doesn't wait for those that haven't signed for three times as long.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        options.DefunctSiloExpiration = TimeSpan.FromHours(1);
    }
}
