using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster;
using StavisLive.Core.Configuration;
using StavisLive.Hosting;
using StavisLive.Server;

namespace StavisLive.Cli.Running;

/// <summary>The host that the main job runs on.</summary>
internal static class MainHost
{
    /// <summary>Builds it: nothing but what is given here, no settings of the folder; of the environment only a server's certificate and where measurements go.</summary>
    /// <param name="configure">What is watched.</param>
    /// <param name="config">What is offered beside the streams, and where.</param>
    /// <param name="configFile">The file that it stands in; null where there is none.</param>
    /// <param name="logs">Where everybody logs to; borrowed.</param>
    /// <param name="asNode">Makes it a node of a cluster; null: it is none.</param>
    public static IHost Build(
        Action<StavisLiveOptions> configure, StavisConfig config, string? configFile, ILoggerFactory logs, Action<IHostApplicationBuilder>? asNode = null)
    {
        if (config.Serve.Address is null)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
            AddCommon(builder, configure, config, logs);
            asNode?.Invoke(builder);
            return builder.Build();
        }
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        AddCommon(web, configure, config, logs);
        web.AddStavisLiveServer(config, configFile);
        asNode?.Invoke(web);
        var app = web.Build().MapStavisLiveServer();
        if (asNode is not null) app.MapStavisLiveNode();
        return app;
    }

    private static void AddCommon(IHostApplicationBuilder builder, Action<StavisLiveOptions> configure, StavisConfig config, ILoggerFactory logs)
    {
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        // Each takes that lifetime's place where it applies: under systemd, and as a Windows service.
        AddSystemd(builder.Services);
        builder.Services.AddWindowsService();
        // Files are closed however long their encoders take; who cannot wait interrupts again.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddStavisLive(configure);
        builder.Services.AddStavisLivePublishing(config);
    }

    // The package's own AddSystemd knows systemd by its name in /proc, which a unit with ProtectProc= hides: the start would be waited for in vain.
    private static void AddSystemd(IServiceCollection services)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"))) return;
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddSingleton<IHostLifetime, SystemdLifetime>();
    }
}
