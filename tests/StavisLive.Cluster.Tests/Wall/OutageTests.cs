using StavisLive.Testing;

namespace StavisLive.Cluster.Tests.Wall;

public class OutageTests
{
    private const int Streams = 6;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("STAVIS_CLUSTER_OUTAGE") ?? "10"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Redis_GoneForLongerThanALease_StreamsGoOnAndNothingIsStartedTwice(bool isFrozen)
    {
        await using var cluster = await RunningCluster.StartAsync(3);
        await cluster.ApplyAsync(Streams);
        await cluster.RunsAsync(Streams);

        if (isFrozen) Signals.Send(cluster.Redis.Id, "STOP");
        else await cluster.Redis.KillAsync();
        await Task.Delay(Outage);
        Assert.Equal(Streams, cluster.Running().Count);
        if (isFrozen) Signals.Send(cluster.Redis.Id, "CONT");
        else await cluster.Redis.StartAsync();

        // Once it is back, changes can be made again, and the old streams still are the first of their names.
        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                await cluster.ApplyAsync(Streams + 1);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        });
        await cluster.RunsAsync(Streams + 1);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.All(cluster.Journal.Read(), run => Assert.Equal((1, false), (run.Epoch, run.IsOver)));
    }
}
