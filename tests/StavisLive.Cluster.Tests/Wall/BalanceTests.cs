using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Wall;

public class BalanceTests
{
    private const int Streams = 30;

    [Fact]
    public async Task Add_NodeToFullOnes_GetsItsShareAndNothingIsMovedTwice()
    {
        // Two nodes are full with so many.
        await using var cluster = await RunningCluster.StartAsync(2, redis => new() { Address = redis.Address, Capacity = Streams * 25 / 2 });
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        cluster.Add("n3");
        // Nothing is moved before the cluster has been as it is for half a minute.
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.FirstOrDefault(node => node.Name == "n3")?.Streams >= Streams / 4, patience: TimeSpan.FromMinutes(4));
        await cluster.RunsAsync(Streams);

        Assert.All(cluster.Journal.Read(), run => Assert.InRange(run.Epoch, 1, 2));
        cluster.AssertOverlapsAtMost(0);
    }
}
