using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using StavisLive.Cluster.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests;

public class NodeRunTests
{
    private const string Refusal = "OOM command not allowed when used memory > 'maxmemory'.";

    // What making a node's host fails with, one after the other.
    private Queue<Exception?> _builds = [];

    private int _runs;

    [Fact]
    public async Task ToEndAsync_RedisRefusesTheFirstTime_EndsAndNamesIt()
    {
        await using var redis = await RedisServer.StartAsync();

        var error = await Assert.ThrowsAsync<IOException>(() => RunAsync(redis, Refuse));

        Assert.Equal($"The cluster's Redis at {redis.Address} cannot be used: {Refusal}", error.Message);
    }

    [Fact]
    public async Task ToEndAsync_RedisRefusesANodeThatJoinsAnew_IsTriedUntilItDoesNot()
    {
        await using var redis = await RedisServer.StartAsync();

        await RunAsync(redis, GiveUp, Refuse, _ => { });

        Assert.Equal(3, _runs);
    }

    [Fact]
    public async Task ToEndAsync_RedisIsAwayWhileTheNodeIsGivenUp_JoinsAnew()
    {
        await using var redis = await RedisServer.StartAsync();

        await RunAsync(redis, host => { GiveUp(host); Refuse(host); }, _ => { });

        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task ToEndAsync_NetworkIsNotBackForANodeThatJoinsAnew_IsTriedUntilItIs()
    {
        await using var redis = await RedisServer.StartAsync();
        _builds = new Queue<Exception?>([null, new IOException("Network is unreachable"), null]);

        await RunAsync(redis, GiveUp, _ => { });

        Assert.Equal(2, _runs);
        Assert.Empty(_builds);
    }

    private Task RunAsync(RedisServer redis, params Action<IHost>[] runs) => NodeRun.ToEndAsync(
        new ClusterConfig { Address = redis.Address },
        (store, _) =>
        {
            if (_builds.TryDequeue(out var failure) && failure is not null) throw failure;
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Services.AddSingleton(store);
            builder.Services.AddSingleton(new NodeLease(TimeSpan.FromSeconds(5), TimeProvider.System));
            builder.Services.AddSingleton<NodeEnd>();
            return builder.Build();
        },
        host =>
        {
            runs[_runs++](host);
            return Task.CompletedTask;
        },
        NullLoggerFactory.Instance, CancellationToken.None);

    private static void GiveUp(IHost host) => host.Services.GetRequiredService<NodeEnd>().Begin("It was declared dead.", mayRejoin: true);

    private static void Refuse(IHost host) => throw new RedisServerException(Refusal);
}
