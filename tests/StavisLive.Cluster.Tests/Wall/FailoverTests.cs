using StavisLive.Cluster.Contracts;
using StavisLive.Cluster.Nodes;
using StavisLive.Cluster.Redis;
using StavisLive.Core.Configuration;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Wall;

public class FailoverTests
{
    private const int Streams = 12;

    [Fact]
    public async Task Apply_ThreeNodes_EveryStreamRunsOnceSharedAlike()
    {
        await using var cluster = await RunningCluster.StartAsync(3);

        var applied = await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        Assert.Equal((Streams, 0, 0, 0), (applied.Added, applied.Changed, applied.Removed, applied.Kept));
        Assert.All(cluster.Running().GroupBy(run => run.Node), node => Assert.Equal(Streams / 3, node.Count()));
        Assert.All(cluster.Running(), run => Assert.Equal(1, run.Epoch));
    }

    [Fact]
    public async Task Kill_EachNodeInTurn_StreamsRunElsewhereWithAHigherEpoch()
    {
        await using var cluster = await RunningCluster.StartAsync(3);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        // One of them has the wall.
        foreach (var name in new[] { "n1", "n2", "n3" })
        {
            var before = cluster.Running().Where(run => run.Node == cluster.Nodes[name].Run).ToDictionary(run => run.Stream, run => run.Epoch);
            await cluster.KillAsync(name);
            await cluster.RunsAsync(Streams);
            Assert.All(cluster.Running().Where(run => before.ContainsKey(run.Stream)), run => Assert.Equal(before[run.Stream] + 1, run.Epoch));
            cluster.Add(name);
            await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Count(node => node.State == "up") == 3);
        }
        cluster.AssertOverlapsAtMost(0);
    }

    [Fact]
    public async Task Kill_AtRandom_NoStreamIsLostNorRunsTwice()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("STAVIS_CLUSTER_KILLS") ?? "3");
        await using var cluster = await RunningCluster.StartAsync(3);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        var random = new Random(1);
        for (var kill = 0; kill < kills; kill++)
        {
            // One or two of three at once, and back while their streams are on their way or later.
            var victims = cluster.Nodes.Keys.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToList();
            foreach (var victim in victims) await cluster.KillAsync(victim);
            await Task.Delay(random.Next(3000));
            foreach (var victim in victims) cluster.Add(victim);
            await cluster.RunsAsync(Streams);
        }
        cluster.AssertOverlapsAtMost(WallTimes.Lease.TotalMilliseconds);
    }

    [Fact]
    public async Task Freeze_NodeForLongerThanItsLease_ItsStreamsRunElsewhereAndEndWithItsFirstBreath()
    {
        await using var cluster = await RunningCluster.StartAsync(2);
        // It comes back to the ports that it had.
        var ports = NodeEndpoint.Find(new ClusterConfig(), RedisAddress.Of(new ClusterConfig { Address = cluster.Redis.Address }));
        var frozen = cluster.Add("n3", config => config with { Listen = $"{ports.Address}:{ports.Port}" });
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Count(node => node.State == "up") == 3, cluster.Explain);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        Signals.Send(frozen.Id, "STOP");
        // It may be the one that questions go through, or the one that holds the wall.
        Assert.Equal(Streams, (await cluster.StatusAsync()).Sources.Count);
        await Eventually.HoldsAsync(() => cluster.Journal.Read().Count(run => run.Epoch == 2) >= Streams / 3, cluster.Explain);
        Signals.Send(frozen.Id, "CONT");
        await cluster.RunsAsync(Streams);

        Assert.InRange(cluster.Journal.LongestOverlap(), 0, WallTimes.Lease.TotalMilliseconds);
        await Eventually.HoldsAsync(() => frozen.Output.Contains("joins anew"), () => frozen.Output);
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Count(node => node.State == "up") == 3, () => frozen.Output);
    }
}
