using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Hosting;

namespace StavisLive.Cli.Running;

/// <summary>The host that the main job runs on.</summary>
internal static class MainHost
{
    /// <summary>Builds it: nothing but what is given here, no settings of the folder or the environment.</summary>
    /// <param name="configure">What is watched.</param>
    /// <param name="logs">Where everybody logs to; borrowed.</param>
    public static IHost Build(Action<StavisLiveOptions> configure, ILoggerFactory logs)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        // Each takes that lifetime's place where it applies: under systemd, and as a Windows service.
        builder.Services.AddSystemd();
        builder.Services.AddWindowsService();
        // Files are closed however long their encoders take; who cannot wait interrupts again.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddStavisLive(configure);
        return builder.Build();
    }
}
