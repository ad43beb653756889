using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Wall;

public class ChangeTests
{
    private const int Streams = 6;

    [Fact]
    public async Task Drain_Node_ItsStreamsRunElsewhereAndItGetsNothingNew()
    {
        await using var cluster = await RunningCluster.StartAsync(3);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        await cluster.DrainAsync("n1");
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Single(node => node.Name == "n1") is { Streams: 0, State: "draining" });
        await cluster.ApplyAsync(Streams + 3);
        await cluster.RunsAsync(Streams + 3);

        Assert.DoesNotContain(cluster.Running(), run => run.Node == cluster.Nodes["n1"].Run);
        cluster.AssertOverlapsAtMost(0);
    }

    [Fact]
    public async Task Drain_NodeWithAStreamThatIsBoundToIt_StaysAndKeepsNobodyWaiting()
    {
        await using var cluster = await RunningCluster.StartAsync(2);
        await cluster.ApplyAsync(
            """{ "source": { "synthetic": true, "realtime": true }, "sources": [ { "name": "free" }, { "name": "bound", "placement": { "nodes": ["n1"] } } ] }""");
        await cluster.RunsAsync(2);

        await cluster.DrainAsync("n1");
        await Eventually.HoldsAsync(async () => !await cluster.HasTakerAsync("n1"), cluster.Explain);
        Assert.Equal([("bound", "n1"), ("free", "n2")], (await cluster.StatusAsync()).Sources.Select(source => (source.Name, source.Node)));

        // A node that waited for another one to take it would do so for two minutes.
        await cluster.EndAsync("n1").WaitAsync(Eventually.Patience);
        await Eventually.HoldsAsync(() => cluster.Running() is [{ Stream: "free" }], cluster.Explain);
        cluster.AssertOverlapsAtMost(0);
    }

    [Fact]
    public async Task Move_Stream_RunsThereAlone()
    {
        await using var cluster = await RunningCluster.StartAsync(2);
        await cluster.ApplyAsync(1);
        await cluster.RunsAsync(1);
        var there = (await cluster.StatusAsync()).Sources[0].Node == "n1" ? "n2" : "n1";

        await cluster.MoveAsync("s1", there);
        await cluster.RunsAsync(1);

        Assert.Equal(cluster.Nodes[there].Run, Assert.Single(cluster.Running()).Node);
        cluster.AssertOverlapsAtMost(0);
        Assert.Contains("no node \"n9\"", (await Assert.ThrowsAsync<IOException>(() => cluster.MoveAsync("s1", "n9"))).Message);
        Assert.Contains("no source \"s9\"", (await Assert.ThrowsAsync<IOException>(() => cluster.MoveAsync("s9", "n1"))).Message);
    }

    [Fact]
    public async Task Remove_Stream_EndsAndIsForgotten()
    {
        await using var cluster = await RunningCluster.StartAsync(1);
        await cluster.ApplyAsync(2);
        await cluster.RunsAsync(2);

        await cluster.RemoveAsync("s1");

        Assert.Equal("s2", Assert.Single(cluster.Running()).Stream);
        Assert.Equal("s2", Assert.Single((await cluster.StatusAsync()).Sources).Name);
        await Assert.ThrowsAsync<IOException>(() => cluster.RemoveAsync("s1"));
    }

    [Fact]
    public async Task RollingRestart_WithAChangedConfiguration_EveryStreamRunsOnceWithIt()
    {
        await using var cluster = await RunningCluster.StartAsync(3);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        await cluster.EndAsync("n1");
        await cluster.RunsAsync(Streams);
        cluster.Add("n1");
        // Half of it is another now, in the middle of it.
        var applied = await cluster.ApplyAsync(
            """
            { "source": { "synthetic": true, "realtime": true }, "sources": [ { "name": "s1", "priority": 3 }, { "name": "s2", "priority": 3 }, { "name": "s3", "priority": 3 },
              { "name": "s4" }, { "name": "s5" }, { "name": "s6" } ] }
            """);
        foreach (var name in new[] { "n2", "n3" })
        {
            await cluster.EndAsync(name);
            await cluster.RunsAsync(Streams);
            cluster.Add(name);
        }
        await cluster.RunsAsync(Streams);

        Assert.Equal((0, 3, 0, 3), (applied.Added, applied.Changed, applied.Removed, applied.Kept));
        Assert.All((await cluster.StatusAsync()).Sources, source => Assert.Equal(source.Name is "s1" or "s2" or "s3" ? applied.Version : 1, source.Version));
        cluster.AssertOverlapsAtMost(0);
    }

    [Fact]
    public async Task Placement_LabelsAndNodes_AreRespected()
    {
        await using var cluster = await RunningCluster.StartAsync(1);
        cluster.Add("north", config => config with { Labels = ["site=north"] });
        await Eventually.HoldsAsync(async () => (await cluster.StatusAsync()).Nodes.Count == 2);

        await cluster.ApplyAsync(
            """
            { "source": { "synthetic": true, "realtime": true }, "sources": [
              { "name": "a", "placement": { "labels": ["site=north"] } }, { "name": "b", "placement": { "nodes": ["n1"] } }, { "name": "c", "placement": { "labels": ["site=south"] } },
              { "name": "d", "placement": { "device": "cuda" } } ] }
            """);
        await Eventually.HoldsAsync(() => cluster.Running().Count == 2);

        var sources = (await cluster.StatusAsync()).Sources;
        Assert.Equal(["north", "n1", null, null], sources.Select(source => source.Node));
        Assert.Equal("waiting", sources[2].State);
        Assert.Contains("n1 lacks the label site=south", sources[2].Reason);
        Assert.Contains("has no CUDA", sources[3].Reason);
    }
}
