using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>A stream over a network that delays and loses: late, in bursts, but live.</summary>
public sealed class BadNetworkTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_FivePercentLossAndDelay_GoesOnPublishingAndStaysLive()
    {
        await using var server = await RtspServer.StartAsync();
        var address = new Uri(server.Address);
        await using var network = new BadNetwork(address.Port, TimeSpan.FromMilliseconds(200), loss: 0.05);
        await using var run = StavisProgram.Start(
            "--rtsp", $"rtsp://127.0.0.1:{network.Port}{address.AbsolutePath}",
            "--weights", TestWeights.Path, "--threads", "1", "--metrics", _scratch["m.jsonl"]);

        await run.UntilAsync(() => MetricsFile.MapsSinceChange(_scratch["m.jsonl"]) is { Count: > 20 } maps && Pts(maps[0]) - Pts(maps[^1]) > 10);
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);

        Assert.InRange(network.Lost, 5, int.MaxValue);
        Assert.Equal(["warming", "live", "ended"], MetricsFile.Course(_scratch["m.jsonl"]));
        var maps = MetricsFile.Maps(_scratch["m.jsonl"]);
        for (var at = 1; at < maps.Count; at++) Assert.True(Pts(maps[at]) > Pts(maps[at - 1]));
        Assert.Contains(maps, map => map.GetProperty("sound").GetString() == "present");
    }

    private static double Pts(System.Text.Json.JsonElement map) => map.GetProperty("pts").GetDouble();
}
