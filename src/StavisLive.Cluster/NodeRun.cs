using System.Runtime.ExceptionServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StavisLive.Cluster.Nodes;
using StavisLive.Cluster.Redis;
using StavisLive.Cluster.Security;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster;

/// <summary>Runs a node until somebody ends it: joins the cluster, and joins anew where the cluster has given it up.</summary>
public static partial class NodeRun
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Until it is interrupted. Its streams have been taken over or ended then, and their files are closed.</summary>
    /// <param name="config">The node's own configuration.</param>
    /// <param name="build">Makes the host that runs its streams, given what makes that a node; called for each time that it joins.</param>
    /// <param name="run">Runs a host to its end.</param>
    /// <param name="logs">Where everybody logs to; borrowed.</param>
    /// <param name="interrupt">Ends it.</param>
    /// <exception cref="ConfigException">The configuration has no address, or certificates that cannot be read.</exception>
    /// <exception cref="IOException">Redis doesn't answer or refuses, there is a node of that name already, or its port is taken; for people.</exception>
    /// <exception cref="Exception">Something that the node cannot do without has failed: its network.</exception>
    public static async Task ToEndAsync(
        StavisConfig config, Func<Action<IHostApplicationBuilder>, IHost> build, Func<IHost, Task> run, ILoggerFactory logs, CancellationToken interrupt) =>
        await ToEndAsync(
            config.Cluster, (store, certificates) => build(builder => builder.AddStavisLiveNode(config, store, certificates)), run, logs, interrupt).ConfigureAwait(false);

    /// <summary>The same, whatever runs the node's streams.</summary>
    internal static async Task ToEndAsync(
        ClusterConfig config, Func<RedisStore, NodeCertificates?, IHost> build, Func<IHost, Task> run, ILoggerFactory logs, CancellationToken interrupt)
    {
        var log = logs.CreateLogger<NodeReporter>();
        using var certificates = NodeCertificates.Load(config);
        var address = RedisAddress.Of(config);
        await using var store = await RedisStore.ConnectAsync(address).ConfigureAwait(false);
        if (certificates is null) LogInTheClear(log);
        for (var isAnew = false; !interrupt.IsCancellationRequested; isAnew = true)
        {
            IHost host;
            try
            {
                host = build(store, certificates);
            }
            catch (IOException e) when (isAnew)
            {
                // Its network, or its address, is not back yet.
                LogRejoining(log, Failure.Said(e));
                await Task.Delay(Pause, interrupt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            NodeEnd end;
            await using (((IAsyncDisposable)host).ConfigureAwait(false))
            {
                end = host.Services.GetRequiredService<NodeEnd>();
                await RunAsync(host, end, run, isAnew, interrupt).ConfigureAwait(false);
                if (end.Reason is null && !interrupt.IsCancellationRequested && FailureIn(host) is { } failure) ExceptionDispatchInfo.Throw(failure);
            }
            if (end.Reason is not { } reason) return;
            if (!end.MayRejoin) throw new IOException(reason);
            LogRejoining(log, reason);
            await Task.Delay(Pause, interrupt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task RunAsync(IHost host, NodeEnd end, Func<IHost, Task> run, bool isAnew, CancellationToken interrupt)
    {
        try
        {
            await run(host).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.Reason is not null || FailureIn(host) is not null)
        {
            // It was ended while it still began.
        }
        catch (Exception e) when (Failure.IsOthers(e) && ((isAnew && !interrupt.IsCancellationRequested) || end.Reason is not null))
        {
            // Who was part of the cluster comes back to it, however long that takes: whoever it needs for that may be away.
            if (end.Reason is null) end.Begin(Failure.Said(e), mayRejoin: true);
        }
        catch (Exception e) when (RedisStore.IsFailure(e))
        {
            throw host.Services.GetRequiredService<RedisStore>().Unusable(e);
        }
    }

    // A host ends when one of its services fails, and tells nobody but its log why.
    private static Exception? FailureIn(IHost host) =>
        host.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask?.Exception?.InnerException).FirstOrDefault(failure => failure is not null);

    [LoggerMessage(Level = LogLevel.Error, Message = "This node is no part of the cluster any more, and joins anew: {Reason:l}")]
    private static partial void LogRejoining(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Nodes trust whoever reaches them, and nothing between them is encrypted: give them certificates where others share the network (docs/scale.md)")]
    private static partial void LogInTheClear(ILogger log);
}
