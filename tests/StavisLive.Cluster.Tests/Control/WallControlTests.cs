using StavisLive.Server.Control;

namespace StavisLive.Cluster.Tests.Control;

/// <summary>What a node's server has the wall change.</summary>
public class WallControlTests
{
    [Fact]
    public async Task AddAsync_AddressThatHoldsOrNamesASecret_IsRefused()
    {
        await using var cluster = await RunningCluster.StartAsync(1);
        var control = cluster.Control();

        foreach (var address in new[] { "rtsp://10.0.0.9/${file:/etc/hostname}", "rtsp://${HOME}:554/live", "${PATH}", "rtsp://viewer:s3cr3t@10.0.0.9/live" })
        {
            var refusal = await Assert.ThrowsAsync<ControlException>(() => control.AddAsync(new NewSource { Name = "door", Rtsp = address }, "desk", CancellationToken.None));
            Assert.Equal(RefusalKind.Wrong, refusal.Kind);
            Assert.Contains("name it in the configuration, and apply that", refusal.Message);
        }
        await control.AddAsync(new NewSource { Name = "yard", Rtsp = "rtsp://10.0.0.9/live" }, "desk", CancellationToken.None);

        Assert.Equal("yard", Assert.Single((await cluster.StatusAsync()).Sources).Name);
    }

    [Fact]
    public async Task AddAsync_MoreThanTheNodesCanWatch_IsRefused()
    {
        await using var cluster = await RunningCluster.StartAsync(1);
        await cluster.ApplyAsync(256);

        var refusal = await Assert.ThrowsAsync<ControlException>(() =>
            cluster.Control().AddAsync(new NewSource { Name = "one more", Synthetic = true }, "desk", CancellationToken.None));

        Assert.Equal((RefusalKind.NotNow, "There are 256 sources already."), (refusal.Kind, refusal.Message));
        Assert.Equal(256, (await cluster.StatusAsync()).Sources.Count);
    }
}
