using StavisLive.Core.Media;
using StavisLive.Core.Recording;
using StavisLive.Core.Windowing;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>The last seconds of a stream, written on a signal and when the stream is lost, and replayed to the same maps.</summary>
public sealed class FlightRecorderTests : IDisposable
{
    private const double Seconds = 8;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_RecordingOfAStream_ReplaysToItsMaps()
    {
        // Fewer frames than slots: the windows repeat some, and a slow machine keeps up.
        var server = await RtspServer.StartAsync("--fps", "10");
        await File.WriteAllTextAsync(_scratch["recorder.json"], $$"""{ "outputs": { "recorder": { "seconds": {{Seconds}}, "maxCaptureToMap": null } } }""");
        await using var run = StavisProgram.Start(
            "--rtsp", server.Address, "--config", _scratch["recorder.json"], "--flight-recorder", _scratch["flights"],
            "--metrics", _scratch["m.jsonl"], "--weights", TestWeights.Path, "--precision", "fp32", "--threads", "1", "--mask", "0,0,0.2,0.2");
        await run.UntilAsync(() => HaveSeen(Seconds + 2));

        run.Signal("USR1");
        await run.UntilAsync(() => Recordings("signal").Length == 1);
        await server.DisposeAsync();
        await run.UntilAsync(() => Recordings("reconnecting").Length == 1);
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);

        (await StavisProgram.RunAsync(
            "--input", Recordings("signal")[0], "--maps", _scratch["replay.npy"], "--metrics", _scratch["replay.jsonl"],
            "--output", _scratch["replay.mp4"], "--weights", TestWeights.Path, "--precision", "fp32", "--threads", "1")).Expect(0);

        using var flight = FlightFile.Open(Recordings("signal")[0]);
        AssertSameMaps(flight, MapFile.Values(_scratch["replay.npy"]));
        Assert.Equal(flight.FrameCount, MapFile.Shape(_scratch["replay.npy"])[0]);
        Assert.Equal("320", Tool.Probe(_scratch["replay.mp4"], "v:0", "width"));
        Tool.AssertDecodes(_scratch["replay.mp4"]);
        // The server beeps once a second.
        Assert.Contains(MetricsFile.Maps(_scratch["replay.jsonl"]), line => line.GetProperty("sound").GetString() == "present");
        // What is masked was black for the recorder, too: 112 pixels are the picture's width.
        Assert.All(flight.NetworkPicture(0).Span[..(20 * 3)].ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task Run_SomethingElseNamedLikeARecording_SaysSo()
    {
        await File.WriteAllTextAsync(_scratch["x.flight"], "something else");

        var outcome = (await StavisProgram.RunAsync("--input", _scratch["x.flight"], "--weights", TestWeights.Path)).Expect(1);

        Assert.Contains("x.flight cannot be replayed", outcome.Errors);
    }

    private string[] Recordings(string reason) => Directory.Exists(_scratch["flights"])
        ? Directory.GetFiles(_scratch["flights"], $"*_{reason}{FlightFile.Extension}")
        : [];

    private bool HaveSeen(double seconds)
    {
        if (MetricsFile.Count(_scratch["m.jsonl"]) < 20) return false;
        var maps = MetricsFile.MapsSinceChange(_scratch["m.jsonl"]);
        return maps.Count > 0 && maps[0].GetProperty("pts").GetDouble() - maps[^1].GetProperty("pts").GetDouble() > seconds;
    }

    /// <summary>Row t of the replayed maps is frame t of the recording; compared are those whose whole window and audio it holds.</summary>
    private static void AssertSameMaps(FlightFile flight, float[] replayed)
    {
        var windowing = flight.Description.Windowing!;
        using var audio = flight.ReadAudio(0);
        var begin = Math.Max(audio.PresentationTime.Seconds, flight.TimeOf(0).Seconds) - windowing.Origin!.Value.Seconds;
        var frameOf = Enumerable.Range(0, flight.FrameCount).GroupBy(flight.SlotOf).ToDictionary(slot => slot.Key, slot => slot.Last());
        var recorded = flight.ReadMaps();
        var compared = 0;
        for (var row = 0; row < flight.MapSlots.Count; row++)
        {
            var slot = flight.MapSlots[row];
            var first = slot + windowing.LookAheadSlots - (NetworkWindow.Frames - 1);
            if (!frameOf.TryGetValue(slot, out var frame) || (first - 0.5) / windowing.Fps < begin) continue;
            compared++;
            for (var cell = 0; cell < SaliencyMap.Length; cell++)
                Assert.Equal(recorded[(row * SaliencyMap.Length) + cell], replayed[(frame * SaliencyMap.Length) + cell], 1e-4f);
        }
        Assert.InRange(compared, 5, int.MaxValue);
        Assert.True(recorded.Distinct().Count() > 1000, "The maps hardly vary.");
    }
}
