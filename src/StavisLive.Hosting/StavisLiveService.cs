using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;
using StavisLive.Hosting.Reload;
using StavisLive.Hosting.Streams;

namespace StavisLive.Hosting;

/// <summary>Runs a host's streams: checks everything before any service starts, applies changes, and closes all files before the host ends.</summary>
/// <remarks>If the network fails, so does this service, which ends the host unless that was told to go on.</remarks>
internal sealed partial class StavisLiveService(
    IOptions<StavisLiveOptions> options, StreamManager manager, ConfigReload reload, IHostApplicationLifetime lifetime, ILogger<StavisLiveService> log)
    : BackgroundService, IHostedLifecycleService
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostPlan? _plan;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken) =>
        _plan = await reload.FirstAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(_started.SetResult);
        if (_plan is not null) await manager.ApplyAsync(_plan, cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Nothing begins any more, then everything ends. What the host has no patience to wait for, the manager's disposal closes.
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await manager.StopAllAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host that is still starting must not be stopped.
        await _started.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        var failing = manager.NetworkFailed.WaitAsync(stoppingToken);
        var ending = options.Value.StopsHostWhenAllEnded ? StopWithStreamsAsync(stoppingToken) : failing;
        await await Task.WhenAny(ApplyChangesAsync(stoppingToken), failing, ending).ConfigureAwait(false);
    }

    private async Task StopWithStreamsAsync(CancellationToken stop)
    {
        await manager.WhenAllEndedAsync(stop).ConfigureAwait(false);
        // The network's failure ends them all, and is told as such.
        if (manager.NetworkFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
        lifetime.StopApplication();
    }

    private async Task ApplyChangesAsync(CancellationToken stop)
    {
        while (true)
        {
            var plan = await reload.NextAsync(stop).ConfigureAwait(false);
            Tell(plan);
            await manager.ApplyAsync(plan, stop).ConfigureAwait(false);
            _plan = _plan is null ? plan : plan with { Config = WithStartedParts(plan.Config, _plan.Config) };
        }
    }

    private void Tell(HostPlan plan)
    {
        var change = manager.ChangeTo(plan);
        LogChange(log, change.Started.Count, change.Stopped.Count, plan.Streams.Count - change.Started.Count);
        if (_plan is { } before && WithStartedParts(plan.Config, before.Config) != plan.Config) LogNeedsStart(log);
    }

    // What is set up once for all streams stays as it was at the start.
    private static StavisConfig WithStartedParts(StavisConfig config, StavisConfig started) => config with
    {
        Model = started.Model, Log = started.Log, Events = started.Events, Serve = started.Serve, Publish = started.Publish, Cluster = started.Cluster,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "The configuration has changed: {Started} streams begin, {Stopped} end, {Kept} go on")]
    private static partial void LogChange(ILogger log, int started, int stopped, int kept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What has changed in \"model\", \"log\", \"events\", \"serve\" and \"publish\" counts from the next start")]
    private static partial void LogNeedsStart(ILogger log);
}
