using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>A file that is watched live: the newest wins, nothing is lost uncounted.</summary>
public sealed class RealtimeTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_Realtime_AccountsForEveryFrame()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 50);

        (await StavisProgram.RunAsync("--input", input, "--realtime", "--no-display", "--weights", TestWeights.Path, "--metrics", _scratch["m.jsonl"]))
            .Expect(0);

        var summary = MetricsFile.Summary(_scratch["m.jsonl"]);
        // Other reasons tell of steps and of single outputs; these tell of frames.
        string[] lossesOfFrames = ["capture-overflow", "map-late", "interrupted"];
        var lost = summary.GetProperty("skips").EnumerateObject().Where(skip => lossesOfFrames.Contains(skip.Name)).Sum(skip => skip.Value.GetInt64());
        Assert.Equal(50, summary.GetProperty("frames_in").GetInt64());
        Assert.Equal(50, summary.GetProperty("frames_out").GetInt64() + lost);
        Assert.InRange(summary.GetProperty("elapsed_s").GetDouble(), 1.9, double.MaxValue);
    }

    [Fact]
    public async Task Run_Loop_RepeatsTheFileUntilItsLimit()
    {
        var input = Clips.Audiovisual(_scratch["clip.mp4"], 10);

        (await StavisProgram.RunAsync("--input", input, "--loop", "--max-frames", "35", "--weights", TestWeights.Path, "--maps", _scratch["maps.npy"]))
            .Expect(0);

        Assert.Equal(35, MapFile.Shape(_scratch["maps.npy"])[0]);
    }
}
