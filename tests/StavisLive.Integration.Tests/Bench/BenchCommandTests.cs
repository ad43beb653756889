using System.Text.Json;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Bench;

/// <summary>What <c>bench</c> answers; how fast it is, is for the reader of its numbers.</summary>
public sealed class BenchCommandTests
{
    [Fact]
    public async Task Bench_Json_HoldsEveryKey()
    {
        var outcome = (await StavisProgram.RunAsync(
            "bench", "--depth", "10", "--visual-only", "--precision", "fp32", "--streams", "2", "--steps", "10", "--layers", "--json")).Expect(0);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(10, answer.GetProperty("depth").GetInt32());
        Assert.Equal("fp32", answer.GetProperty("precision").GetString());
        Assert.Equal(answer.GetProperty("device").GetString(), answer.GetProperty("throughput_device").GetString());
        Assert.Equal(2, answer.GetProperty("streams").GetInt32());
        Assert.Equal(10, answer.GetProperty("steps").GetInt32());
        Assert.All(
            ["p50_ms", "p95_ms", "p99_ms", "maps_per_second", "plain_p50_ms", "ratio", "machine_peak_gflops", "gflop_per_map", "peak_share", "memory_mb"],
            key => Assert.True(answer.GetProperty(key).GetDouble() > 0, key));
        Assert.InRange(answer.GetProperty("allocated_bytes_per_step").GetDouble(), 0, 64 * 1024);
        Assert.Contains(answer.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("name").GetString() == "layer1_0_conv1");
    }

    [Fact]
    public async Task Bench_NewPictures_AreSaidWithoutOperationsOfOne()
    {
        var outcome = (await StavisProgram.RunAsync("bench", "--depth", "10", "--visual-only", "--new-pictures", "4", "--steps", "10", "--json")).Expect(0);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(4, answer.GetProperty("new_pictures").GetInt32());
        Assert.All(["gflop_per_map", "peak_share"], key => Assert.Equal(JsonValueKind.Null, answer.GetProperty(key).ValueKind));
    }

    [Fact]
    public async Task Bench_WallOfAMadeClip_CountsEveryStreamsMaps()
    {
        var outcome = (await StavisProgram.RunAsync("bench", "--wall", "2", "--duration", "4", "--steps", "10", "--weights", TestWeights.Path, "--json")).Expect(0);

        var answer = JsonDocument.Parse(outcome.Output).RootElement;
        var rates = answer.GetProperty("streams").EnumerateArray().Select(stream => stream.GetProperty("maps_per_second").GetDouble()).ToList();
        Assert.Equal(2, rates.Count);
        Assert.All(rates, rate => Assert.InRange(rate, 0.1, 31));
        Assert.Equal(rates.Sum(), answer.GetProperty("maps_per_second").GetDouble(), 0.02);
        Assert.True(answer.GetProperty("alone_before_maps_per_second").GetDouble() > 0);
        Assert.InRange(answer.GetProperty("ratio").GetDouble(), 0.01, 2);
    }

    [Theory]
    [InlineData("no-such-clip.mp4; give one, or a number of streams", "--wall", "no-such-clip.mp4")]
    [InlineData("--wall takes a file, or 1 to 64 streams, not 0.", "--wall", "0")]
    [InlineData("leave out --streams", "--wall", "2", "--streams", "3")]
    [InlineData("--layers measures the network alone", "--wall", "2", "--layers")]
    [InlineData("--duration is how long a wall is measured", "--duration", "5")]
    [InlineData("--duration must be 1 to 86400, not 0.", "--wall", "2", "--duration", "0")]
    [InlineData("--depth is for a network without weights", "--wall", "2", "--depth", "10")]
    public async Task Bench_WrongWall_SaysWhat(string said, params string[] arguments) =>
        Assert.Contains(said, (await StavisProgram.RunAsync(["bench", .. arguments])).Expect(2).Errors);

    [Theory]
    [InlineData("--depth", "--depth", "12")]
    [InlineData("--depth", "--depth", "10", "--weights", "x.pth")]
    [InlineData("--streams", "--streams", "0")]
    [InlineData("--steps", "--steps", "1")]
    [InlineData("--new-pictures", "--new-pictures", "17")]
    [InlineData("--precision", "--precision", "int8")]
    [InlineData("--threads", "--threads", "0")]
    public async Task Bench_WrongUsage_SaysWhat(string said, params string[] arguments) =>
        Assert.Contains(said, (await StavisProgram.RunAsync(["bench", .. arguments])).Expect(2).Errors);
}
