using System.Diagnostics;
using System.Globalization;
using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Simulation;

/// <summary>Eight nodes and two thousand streams that watch nothing: what a cluster itself costs. The table in docs/scale.md is its output.</summary>
public class ScaleSimulation(ITestOutputHelper output)
{
    private const int Nodes = 8;
    private const string Variable = "STAVIS_SIMULATION";

    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Run_StartKillDrainAdd_EveryStreamRunsOnce()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Variable) is null, $"Takes some minutes: {Variable}=2000 ./test runs it with so many streams.");
        var streams = int.Parse(Environment.GetEnvironmentVariable(Variable)!, CultureInfo.InvariantCulture);
        // A quarter of each node is left.
        var capacity = streams * 25.0 / Nodes * 4 / 3;
        await using var cluster = await RunningCluster.StartAsync(Nodes, redis => new() { Address = redis.Address, Capacity = capacity });
        var idle = cluster.Nodes.Values.Sum(MemoryOf);

        await TellAsync("start", () => cluster.ApplyAsync(streams), cluster, streams);
        var (before, begun) = (cluster.Journal.Messages(), Stopwatch.GetTimestamp());
        await Task.Delay(Steady);
        var rate = (cluster.Journal.Messages() - before) / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        output.WriteLine(Text($"steady: {rate:0} messages/s between nodes, {(cluster.Nodes.Values.Sum(MemoryOf) - idle) / streams / 1024:0} kB a stream over {idle / Nodes / (1 << 20):0} MB a node"));

        await TellAsync("kill", () => cluster.KillAsync("n3"), cluster, streams);
        await TellAsync("drain", () => cluster.DrainAsync("n4"), cluster, streams, async () => (await cluster.StatusAsync()).Nodes.Single(node => node.Name == "n4").Streams == 0);
        cluster.Add("n9");
        await TellAsync("add", () => Task.CompletedTask, cluster, streams, async () => (await cluster.StatusAsync()).Nodes.FirstOrDefault(node => node.Name == "n9")?.Streams > streams / Nodes / 2);
        output.WriteLine(Text($"runs twice at the longest: {Math.Max(0, cluster.Journal.LongestOverlap()):0} ms"));
    }

    private async Task TellAsync(string what, Func<Task> change, RunningCluster cluster, int streams, Func<Task<bool>>? isDone = null)
    {
        var (begun, messages, runs) = (Stopwatch.GetTimestamp(), cluster.Journal.Messages(), cluster.Journal.Read().Count);
        await change();
        if (isDone is not null) await Eventually.HoldsAsync(isDone, patience: TimeSpan.FromMinutes(10));
        await cluster.RunsAsync(streams);
        output.WriteLine(Text(
            $"{what}: {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s, {cluster.Journal.Read().Count - runs} streams begun, {cluster.Journal.Messages() - messages} messages"));
    }

    private static double MemoryOf(StandInNode node)
    {
        using var process = Process.GetProcessById(node.Id);
        return process.WorkingSet64;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
