using System.Globalization;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.Soak;

/// <summary>Long runs: <c>./test --soak</c>.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_TenMinutesLive_HoldsItsMemory()
    {
        if (Environment.GetEnvironmentVariable("STAVIS_SOAK") is null) Assert.Skip("Takes ten minutes: ./test --soak runs it.");
        await using var run = StavisProgram.StartInSmallPages(
            "--synthetic", "--realtime", "--no-display", "--weights", TestWeights.Path, "--metrics", _scratch["m.jsonl"]);

        await Task.Delay(TimeSpan.FromMinutes(1.5));
        var warm = await MedianMegabytesAsync(run.Id);
        await Task.Delay(TimeSpan.FromMinutes(7.5));
        var late = await MedianMegabytesAsync(run.Id);
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"resident after 2 minutes {warm:0.0} MB, after 10 minutes {late:0.0} MB"));
        Assert.InRange(late - warm, double.MinValue, 20);
    }

    /// <summary>Over half a minute: collections of the managed heap let single readings vary by 30 MB.</summary>
    private static async Task<double> MedianMegabytesAsync(int process)
    {
        var readings = new List<double>();
        for (var reading = 0; reading < 15; reading++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            readings.Add(ProcessUse.Of(process).ResidentMegabytes);
        }
        return readings.Order().ElementAt(readings.Count / 2);
    }
}
