using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cluster.Client;
using StavisLive.Core.Configuration;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Client;

public class ClusterClientTests
{
    [Theory]
    [InlineData("--maxmemory", "1")]
    [InlineData("--replicaof", "127.0.0.1", "1")]
    public async Task ConnectAsync_RedisThatTakesNothing_IsNamedInOneLine(params string[] options)
    {
        await using var redis = await RedisServer.StartAsync(options);

        var error = await Assert.ThrowsAsync<IOException>(() => ClusterClient.ConnectAsync(new ClusterConfig { Address = redis.Address }, NullLoggerFactory.Instance, CancellationToken.None));

        Assert.StartsWith($"The cluster's Redis at {redis.Address} cannot be used: ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
