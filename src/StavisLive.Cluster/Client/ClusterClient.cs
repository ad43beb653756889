using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Redis;
using StavisLive.Cluster.Security;
using StavisLive.Core.Configuration;

namespace StavisLive.Cluster.Client;

/// <summary>What can be asked of a cluster from anywhere.</summary>
public sealed class ClusterClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.25);

    // Nodes come and go while a command waits for its outcome.
    private static readonly TimeSpan GatewaysRefresh = TimeSpan.FromSeconds(2);

    // A question that went through a node which is lost or stands still is never answered: it is asked again through another one.
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly RedisStore _store;
    private readonly NodeCertificates? _certificates;

    private ClusterClient(IHost host, RedisStore store, NodeCertificates? certificates) => (_host, _store, _certificates) = (host, store, certificates);

    /// <summary>Asks the cluster's grains.</summary>
    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    private IWall Wall => Grains.GetGrain<IWall>(IWall.Key);

    /// <summary>Connects to a cluster.</summary>
    /// <param name="config">Where its Redis is, and by which certificates its nodes know each other.</param>
    /// <param name="logs">Where everybody logs to; borrowed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConfigException">The configuration has no address, or certificates that cannot be read.</exception>
    /// <exception cref="IOException">Redis doesn't answer, or no node; for people.</exception>
    public static async Task<ClusterClient> ConnectAsync(ClusterConfig config, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var client = await PrepareAsync(config, logs).ConfigureAwait(false);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            await client._host.StartAsync(patience.Token).ConfigureAwait(false);
            return client;
        }
        catch (Exception e)
        {
            await client.AbandonAsync().ConfigureAwait(false);
            if (!Failure.IsOthers(e) || cancellationToken.IsCancellationRequested) throw;
            if (RedisStore.IsFailure(e)) throw client._store.Unusable(e);
            var address = client._store.Address;
            throw new IOException(
                $"No node of the cluster \"{address.ClusterName}\" at {address.Shown} answers; stavis-live node --cluster {address.Shown} starts one"
                + (client._certificates is null ? ", and where nodes know each other by certificates, this command needs one as well (--cert, --key, --ca)." : "."), e);
        }
    }

    /// <summary>Makes a configuration what the cluster runs.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="ConfigException">Everything that is wrong with it.</exception>
    public async Task<AppliedWall> ApplyAsync(string path)
    {
        var streams = WallFile.Load(path);
        return await AskAsync(() => Wall.ApplyAsync(streams)).ConfigureAwait(false);
    }

    /// <summary>Sections of a configuration that say nothing to a cluster, since they are each node's own.</summary>
    public static IReadOnlyList<string> UnheardIn(string path) => WallFile.Unheard(path);

    /// <summary>Who there is, and what runs where.</summary>
    public Task<WallStatus> StatusAsync() => AskAsync(() => Wall.StatusAsync());

    /// <summary>Moves a source to a node, and waits until it runs there.</summary>
    /// <exception cref="IOException">It can't be; for people.</exception>
    public async Task MoveAsync(string source, string node) => Require(await AskAsync(() => Wall.MoveAsync(source, node)).ConfigureAwait(false));

    /// <summary>Moves everything away from a node; returns once it has begun.</summary>
    /// <exception cref="IOException">It can't be; for people.</exception>
    public async Task DrainAsync(string node) => Require(await AskAsync(() => Wall.DrainAsync(node)).ConfigureAwait(false));

    /// <summary>Whether something will still go from a node that is drained; what is left otherwise is bound to it.</summary>
    public Task<bool> HasTakerAsync(string node) => AskAsync(() => Wall.HasTakerAsync(node));

    /// <summary>Ends a source, and waits until its files are closed.</summary>
    /// <exception cref="IOException">There is none of that name; for people.</exception>
    public async Task RemoveAsync(string source)
    {
        if (!await AskAsync(() => Wall.RemoveAsync(source)).ConfigureAwait(false)) throw new IOException($"There is no source \"{source}\" in the cluster.");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Disposed from the last to the first, whatever fails.
        using var certificates = _certificates;
        await using var store = _store.ConfigureAwait(false);
        using var host = _host;
        try
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OrleansException or OperationCanceledException)
        {
            // It never got through; there is nothing to end.
        }
    }

    private async Task AbandonAsync()
    {
        try
        {
            await DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What is told is why it did not get through.
        }
    }

    private static async Task<ClusterClient> PrepareAsync(ClusterConfig config, ILoggerFactory logs)
    {
        var certificates = NodeCertificates.Load(config);
        try
        {
            var store = await RedisStore.ConnectAsync(RedisAddress.Of(config)).ConfigureAwait(false);
            try
            {
                return new ClusterClient(Build(store, certificates, logs), store, certificates);
            }
            catch
            {
                await store.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            certificates?.Dispose();
            throw;
        }
    }

    private static IHost Build(RedisStore store, NodeCertificates? certificates, ILoggerFactory logs)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(logs);
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => options.ServiceId = options.ClusterId = store.Address.ClusterName);
            client.UseRedisClustering(options => (options.ConfigurationOptions, options.CreateMultiplexer) = (store.Address.Options, _ => store.LendAsync()));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = GatewaysRefresh);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Answer);
            if (certificates is not null) client.UseTls(certificates.Own, certificates.Use);
        });
        return builder.Build();
    }

    private static void Require(string? problem)
    {
        if (problem is not null) throw new IOException(problem);
    }

    // Nothing that is asked here does harm if it is done twice: a node may go in the middle of an answer.
    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        long? failed = null;
        while (true)
        {
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (Exception e) when (Failure.IsOthers(e))
            {
                failed ??= TimeProvider.System.GetTimestamp();
                if (TimeProvider.System.GetElapsedTime(failed.Value) > Patience)
                    throw new IOException($"The cluster \"{_store.Address.ClusterName}\" does not answer: {Failure.Said(e)}", e);
            }
            await Task.Delay(Pause).ConfigureAwait(false);
        }
    }
}
