using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Cluster.Client;
using StavisLive.Core.Configuration;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Security;

public class NodeSecurityTests
{
    private const string Password = "s3cr3t-of-redis";

    [Fact]
    public async Task Cluster_WithCertificatesAndPassword_TakesOnlyThoseWhoHaveThem()
    {
        using var certificates = new TestCertificates();
        using var others = new TestCertificates();
        certificates.Sign("redis");
        await using var cluster = await RunningCluster.StartAsync(
            2, redis => certificates.Of(new ClusterConfig { Address = $"rediss://:{Password}@127.0.0.1:{redis.Port}" }, "node"),
            "--tls-port", "PORT", "--tls-cert-file", certificates["redis.pem"], "--tls-key-file", certificates["redis.key"], "--tls-ca-cert-file", certificates["ca.pem"],
            "--tls-auth-clients", "no", "--requirepass", Password);
        await cluster.ApplyAsync(4);
        await cluster.RunsAsync(4);

        // A node of another authority reaches Redis, whose certificate it is told to trust, but no node lets it in.
        var stranger = others.Of(new ClusterConfig { Address = $"rediss://:{Password}@127.0.0.1:{cluster.Redis.Port}" }, "stranger") with { };
        await Assert.ThrowsAsync<IOException>(() => ClusterClient.ConnectAsync(stranger with { Authority = others["ca.pem"] }, NullLoggerFactory.Instance, CancellationToken.None));
        var withoutCertificate = new ClusterConfig { Address = stranger.Address, Authority = certificates["ca.pem"] };
        var refusal = await Assert.ThrowsAsync<IOException>(() => ClusterClient.ConnectAsync(withoutCertificate, NullLoggerFactory.Instance, CancellationToken.None));
        Assert.Contains("needs one as well (--cert, --key, --ca)", refusal.Message);
        Assert.DoesNotContain(Password, refusal.Message);
    }

    [Fact]
    public async Task Redis_WithAnotherPassword_IsToldSoWithoutIt()
    {
        await using var redis = await RedisServer.StartAsync("--requirepass", Password);

        var refusal = await Assert.ThrowsAsync<IOException>(() => ClusterClient.ConnectAsync(
            new ClusterConfig { Address = $"redis://:wrong-one@127.0.0.1:{redis.Port}" }, NullLoggerFactory.Instance, CancellationToken.None));

        Assert.Contains("password", refusal.Message);
        Assert.Contains($"redis://:***@127.0.0.1:{redis.Port}", refusal.Message);
        Assert.DoesNotContain("wrong-one", refusal.Message);
    }

    [Fact]
    public async Task Client_NobodyThere_IsToldWhatStartsANode()
    {
        await using var redis = await RedisServer.StartAsync();

        var refusal = await Assert.ThrowsAsync<IOException>(() => ClusterClient.ConnectAsync(
            new ClusterConfig { Address = redis.Address }, NullLoggerFactory.Instance, CancellationToken.None));

        Assert.Contains("No node of the cluster \"stavis-live\"", refusal.Message);
        Assert.Contains("stavis-live node --cluster", refusal.Message);
    }

    [Fact]
    public async Task Node_OfANameThatIsTaken_Ends()
    {
        await using var cluster = await RunningCluster.StartAsync(1);
        await using var second = new StandInNode(new ClusterConfig { Address = cluster.Redis.Address, Name = "n1", Capacity = 1 }, cluster.Journal.FileFor("second"));

        Assert.NotEqual(0, await second.WaitAsync());
        Assert.Contains("There is a node with the name \"n1\" in the cluster already", second.Output);
        Assert.Equal("up", Assert.Single((await cluster.StatusAsync()).Nodes).State);
    }
}
