namespace StavisLive.Cluster.Tests.Wall;

public class RestartTests
{
    private const int Streams = 6;

    [Fact]
    public async Task Kill_AllNodesAtOnce_ThoseThatComeBackRunEverythingAgain()
    {
        await using var cluster = await RunningCluster.StartAsync(3);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        // A power cut: nobody is left to tell who is gone.
        foreach (var name in cluster.Nodes.Keys.ToList()) await cluster.KillAsync(name);
        foreach (var name in new[] { "n1", "n2" }) cluster.Add(name);
        await cluster.RunsAsync(Streams);

        Assert.All(cluster.Running(), run => Assert.Equal(2, run.Epoch));
    }
}
