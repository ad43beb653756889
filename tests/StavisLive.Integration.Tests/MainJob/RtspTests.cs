using System.Globalization;
using System.Text.RegularExpressions;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>A stream from a real RTSP server, watched live.</summary>
public sealed class RtspTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_Stream_IsSeenHeardAndRecorded()
    {
        await using var server = await RtspServer.StartAsync("--user", "admin", "--password", "s3cret");
        var address = server.Address.Replace("rtsp://", "rtsp://admin:s3cret@", StringComparison.Ordinal);

        var outcome = (await StavisProgram.RunAsync(
            "--rtsp", address, "--window-fps", "10", "--max-frames", "120", "--weights", TestWeights.Path,
            "--metrics", _scratch["m.jsonl"], "--output", _scratch["overlay.mp4"], "--log", _scratch["log.txt"])).Expect(0);

        var lines = MetricsFile.Maps(_scratch["m.jsonl"]);
        Assert.InRange(lines.Count, 10, 150);
        // The server's pattern beeps once a second: after the first window every excerpt holds a beep or the end of one.
        Assert.Contains(lines, line => line.GetProperty("sound").GetString() == "present");
        Assert.Contains(lines, line => line.GetProperty("state").GetString() == "live");
        var summary = MetricsFile.Summary(_scratch["m.jsonl"]);
        var recorded = summary.GetProperty("frames_out").GetInt32() - MetricsFile.Skipped(summary, "overlay");
        Assert.Equal(recorded, Tool.CountFrames(_scratch["overlay.mp4"]));
        Assert.Equal("aac", Tool.Probe(_scratch["overlay.mp4"], "a:0", "codec_name"));
        Assert.InRange(SecondsOfSound(), recorded / 25.0 - 1, 120);
        Tool.AssertDecodes(_scratch["overlay.mp4"]);
        var everythingWritten = outcome.Output + outcome.Errors + File.ReadAllText(_scratch["m.jsonl"])
            + string.Concat(Directory.GetFiles(_scratch[""], "log*.txt").Select(File.ReadAllText));
        Assert.DoesNotContain("s3cret", everythingWritten);
        Assert.Contains("admin:***@", everythingWritten);
    }

    [Fact]
    public async Task Run_StreamWithOneConnection_KeepsItsOwnSound()
    {
        await using var server = await RtspServer.StartAsync();

        (await StavisProgram.RunAsync(
            "--rtsp", server.Address, "--reconnect-attempts", "0", "--window-fps", "10", "--max-frames", "120", "--weights", TestWeights.Path,
            "--output", _scratch["overlay.mp4"])).Expect(0);

        Assert.Equal("48000", Tool.Probe(_scratch["overlay.mp4"], "a:0", "sample_rate"));
        Assert.InRange(SecondsOfSound(), 3, 120);
        Tool.AssertDecodes(_scratch["overlay.mp4"]);
    }

    [Fact]
    public async Task Run_ServerKilledAndNoReconnects_EndsWithTheReasonAndClosedFiles()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        await using var run = StavisProgram.Start(
            "--rtsp", server.Address, "--reconnect-attempts", "0", "--weights", TestWeights.Path,
            "--metrics", _scratch["m.jsonl"], "--maps", _scratch["maps.npy"]);
        await run.UntilAsync(() => File.Exists(_scratch["m.jsonl"]) && File.ReadLines(_scratch["m.jsonl"]).Count() >= 20);

        server.Kill();
        var outcome = (await run.WaitAsync()).Expect(1);

        Assert.Contains("127.0.0.1", outcome.Errors);
        var frames = MetricsFile.Summary(_scratch["m.jsonl"]).GetProperty("frames_out").GetInt64();
        Assert.Equal(frames, MapFile.Shape(_scratch["maps.npy"])[0]);
    }

    [Fact]
    public async Task Run_ConfigurationOfOneStreamChanges_TheStreamBeginsAnew()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        Configure("{ \"fps\": 12 }");
        await using var run = StavisProgram.Start("--config", _scratch["camera.json"], "--weights", TestWeights.Path);
        await UntilMapsAsync();

        // What a service's reload sends, with a mistake and without.
        Configure("{ \"fsp\": 10 }");
        run.Signal("HUP");
        await run.UntilAsync(() => run.Errors.Contains("everything goes on as before", StringComparison.Ordinal));
        Configure("{ \"fps\": 10 }");
        run.Signal("HUP");
        await run.UntilAsync(() => File.Exists(_scratch["m.1.jsonl"]));
        await UntilMapsAsync();
        // A camera that is away when it begins anew is tried for.
        server.Kill();
        Configure("{ \"fps\": 15 }");
        run.Signal("HUP");
        await run.UntilAsync(() => Regex.IsMatch(run.Errors, "is connecting: .*Connection refused"));
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);

        Assert.True(MetricsFile.Summary(_scratch["m.1.jsonl"]).GetProperty("frames_out").GetInt32() > 0);

        void Configure(string window) => File.WriteAllText(
            _scratch["camera.json"],
            $$"""{ "source": { "rtsp": "{{server.Address}}" }, "window": {{window}}, "outputs": { "display": false, "metrics": "{{_scratch["m.jsonl"]}}" } }""");

        Task UntilMapsAsync() => run.UntilAsync(() => File.Exists(_scratch["m.jsonl"]) && MetricsFile.MapsSinceChange(_scratch["m.jsonl"]).Count > 0);
    }

    // Of what there is, not of what is announced.
    private double SecondsOfSound() => double.Parse(Tool.Probe(_scratch["overlay.mp4"], "a:0", "duration"), CultureInfo.InvariantCulture);
}
