using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StavisLive.Hosting.Streams;

namespace StavisLive.Cli.Running;

/// <summary>Runs a host of streams to their end.</summary>
internal static class MainRun
{
    /// <summary>Until every stream has ended, every display is closed, or somebody has the host stop. All files are closed then.</summary>
    /// <param name="host">The host; borrowed, not started yet.</param>
    /// <param name="interrupt">Stops it.</param>
    public static async Task ToEndAsync(IHost host, CancellationToken interrupt)
    {
        var manager = host.Services.GetRequiredService<StreamManager>();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var progress = new Progress(manager.Status, host.Services.GetRequiredService<TimeProvider>());
        await host.StartAsync(CancellationToken.None);
        await using var interrupting = interrupt.Register(lifetime.StopApplication);
        await Task.WhenAll(StopWithDisplaysAsync(manager, lifetime), host.WaitForShutdownAsync(CancellationToken.None));
    }

    private static async Task StopWithDisplaysAsync(StreamManager manager, IHostApplicationLifetime lifetime)
    {
        try
        {
            await OpenDisplays.WhenAllClosedAsync(manager, lifetime.ApplicationStopping);
            lifetime.StopApplication();
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It ends for another reason.
        }
    }
}
