using System.Globalization;
using StavisLive.Integration.Tests.Running;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>The signal that asks for a flight recording, at moments when there is nothing to record.</summary>
public sealed class RecordingSignalTests : IDisposable
{
    private const int SigUsr1 = 10;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_SignalledBeforeTheStreamBegins_GoesOn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var run = StavisProgram.Start(
            "--synthetic", "--realtime", "--window-fps", "10", "--no-display", "--weights", TestWeights.Path,
            "--flight-recorder", _scratch["flights"], "--metrics", _scratch["m.jsonl"]);
        await run.UntilAsync(() => Catches(run.Id, SigUsr1));
        Assert.False(File.Exists(_scratch["m.jsonl"]), "It has begun already.");

        run.Signal("USR1");
        await run.UntilAsync(() => MetricsFile.Count(_scratch["m.jsonl"]) >= 5);
        run.Signal("USR1");
        await run.UntilAsync(() => Recordings().Length == 1);

        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);
    }

    [Fact]
    public async Task Run_SignalledAfterTheRecordedStreamHasEnded_GoesOn()
    {
        var clip = Clips.Silent(_scratch["clip.mp4"], 20);
        File.WriteAllText(_scratch["wall.json"], $$"""
            {
              "window": { "fps": 10 },
              "outputs": { "display": false, "metrics": "{{_scratch["{name}.jsonl"]}}" },
              "sources": [
                { "name": "recorded", "source": { "input": "{{clip}}" }, "outputs": { "recorder": { "folder": "{{_scratch["flights"]}}" } } },
                { "name": "other", "source": { "synthetic": true, "realtime": true } }
              ]
            }
            """);
        await using var run = StavisProgram.Start("--config", _scratch["wall.json"], "--weights", TestWeights.Path);
        await run.UntilAsync(() => MetricsFile.Written(_scratch["recorded.jsonl"]).Any(line => line.GetProperty("type").GetString() == "summary"));

        await UntilMoreAsync(run);
        run.Signal("USR1");
        await UntilMoreAsync(run);

        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);
        Assert.Empty(Recordings());
    }

    private async Task UntilMoreAsync(RunningProgram run)
    {
        var before = MetricsFile.Count(_scratch["other.jsonl"]);
        await run.UntilAsync(() => MetricsFile.Count(_scratch["other.jsonl"]) > before + 10);
    }

    private string[] Recordings() => Directory.Exists(_scratch["flights"]) ? Directory.GetFiles(_scratch["flights"], "*_signal.flight") : [];

    // The mask of the signals that a process has handlers for.
    private static bool Catches(int process, int signal)
    {
        var caught = File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
        return (ulong.Parse(caught["SigCgt:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }
}
