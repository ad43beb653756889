using StavisLive.Cluster.Contracts;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Wall;

public class PartitionTests
{
    private const int Streams = 9;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cut_NodeFromTheOthers_IsFencedAndJoinsAnew(bool alsoFromRedis)
    {
        await using var network = await CutNetwork.MakeAsync();
        if (network is null) Assert.Skip("Needs root and network namespaces.");
        await using var cluster = await RunningCluster.StartAsync(
            2, redis => new() { Address = $"redis://{network.NearRedis}:{redis.Port}", Listen = $"{network.NearNode}:0" }, "--bind", "0.0.0.0", "--protected-mode", "no");
        var far = cluster.Add("far", config => config with { Listen = $"{network.FarNode}:0" }, network.Name);
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Count(node => node.State == "up") == 3, () => far.Output);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        await network.SetNodesAsync(isUp: false);
        if (alsoFromRedis) await network.SetRedisAsync(isUp: false);
        // Its streams run elsewhere, and have ended where nobody is heard.
        await Eventually.HoldsAsync(() => cluster.Journal.Read().Count(run => run is { Epoch: 2, IsOver: false }) == Streams / 3, () => far.Output);
        await Eventually.HoldsAsync(() => !cluster.Running().Any(run => run.Node == far.Run), () => far.Output);
        await network.SetNodesAsync(isUp: true);
        if (alsoFromRedis) await network.SetRedisAsync(isUp: true);
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Count(node => node.State == "up") == 3, () => far.Output);
        await cluster.RunsAsync(Streams);

        cluster.AssertOverlapsAtMost(WallTimes.Lease.TotalMilliseconds);
    }

    [Fact]
    public async Task Cut_NodeWithTheWallFromRedisAlone_TheWallBeginsElsewhereAndTheNodeJoinsAnew()
    {
        await using var network = await CutNetwork.MakeAsync();
        if (network is null) Assert.Skip("Needs root and network namespaces.");
        // The first node has the wall.
        await using var cluster = await RunningCluster.StartAsync(
            cluster => cluster.Add("far", config => config with { Listen = $"{network.FarNode}:0" }, network.Name),
            redis => new() { Address = $"redis://{network.NearRedis}:{redis.Port}", Listen = $"{network.NearNode}:0" }, "--bind", "0.0.0.0", "--protected-mode", "no");
        var far = cluster.Nodes["far"];
        foreach (var name in new[] { "n1", "n2" })
        {
            cluster.Add(name);
            await cluster.IsUpAsync();
        }
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        await network.SetRedisAsync(isUp: false);
        await Eventually.HoldsAsync(() => cluster.Journal.Read().Any(run => run.Node == far.Run && run.IsOver), cluster.Explain);
        await cluster.RunsAsync(Streams);
        await network.SetRedisAsync(isUp: true);
        await cluster.IsUpAsync();
        await cluster.RunsAsync(Streams);

        Assert.Contains("joins anew", far.Output);
        cluster.AssertOverlapsAtMost(WallTimes.Lease.TotalMilliseconds);
    }
}
