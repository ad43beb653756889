using System.Text.Json;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Sources;

public sealed class FailedOutputsTests
{
    [Fact]
    public async Task Report_OutputThatCannotBeWritten_TellsWhyWhileTheSourceIsLive()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere there is no file that is always full.");
        await using var server = await RunningServer.StartAsync(config => config with
        {
            Sources = [RunningServer.Scene("lab") with { Outputs = new() { Display = false, Metrics = "/dev/full" } }, RunningServer.Scene("yard")],
        });

        JsonElement[] sources = [];
        await Eventually.HoldsAsync(async () =>
        {
            sources = [.. (await server.GetAsync("/api/sources")).EnumerateArray()];
            return sources[0].TryGetProperty("failedOutputs", out _) && sources[0].GetProperty("state").GetString() == "live";
        });

        Assert.Contains("/dev/full cannot be written", sources[0].GetProperty("failedOutputs").GetProperty("metrics").GetString()!);
        Assert.False(sources[1].TryGetProperty("failedOutputs", out _));
    }
}
