using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Servers that die, freeze, change and come back.</summary>
public sealed class ReconnectTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private static bool IsSoak => Environment.GetEnvironmentVariable("STAVIS_SOAK") is not null;

    private string Metrics => _scratch["m.jsonl"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_ServerKilledAndBackWithOtherStreams_GivesMapsAgain()
    {
        var port = $"{FreePort.Next()}";
        var first = await RtspServer.StartAsync("--port", port);
        await using var run = Start(first.Address, "--output", _scratch["overlay.mp4"]);
        await UntilMapsAsync(run, "live", 5);
        await first.DisposeAsync();
        await UntilStateAsync(run, "reconnecting");
        // By now the attempts are as rare as they get.
        await Task.Delay(TimeSpan.FromSeconds(3));

        await using var second = await RtspServer.StartAsync("--port", port, "--size", "640x360", "--fps", "15", "--no-sound");
        var back = Stopwatch.StartNew();
        await run.UntilAsync(() => LastState() is "warming" or "live" && MetricsFile.MapsSinceChange(Metrics).Count > 0);
        // Three seconds on a machine that does nothing else (docs/measurements/reliability.md), as in soaks.
        Assert.InRange(back.Elapsed, TimeSpan.Zero, IsSoak ? TimeSpan.FromSeconds(3) : Eventually.Patience);
        await UntilStateAsync(run, "live");

        await run.UntilAsync(() => MetricsFile.MapsSinceChange(Metrics) is { Count: > 0 } maps && Text(maps[0], "sound") == "missing");
        run.Signal("INT");
        var outcome = (await run.WaitAsync()).Expect(130);

        Assert.Equal(["warming", "live", "reconnecting", "warming", "live", "ended"], MetricsFile.Course(Metrics));
        var maps = MetricsFile.Maps(Metrics);
        for (var i = 1; i < maps.Count; i++)
        {
            Assert.True(Number(maps[i], "pts") > Number(maps[i - 1], "pts"));
            Assert.True(Number(maps[i], "index") > Number(maps[i - 1], "index"));
        }
        Assert.Equal(1, MetricsFile.Summary(Metrics).GetProperty("reconnects").GetInt32());
        // Told once a change, by name; the recording goes on in its first size.
        Assert.Equal(2, outcome.Errors.Split('\n').Count(line => line.EndsWith("is live", StringComparison.Ordinal)));
        Assert.Contains("is reconnecting: ", outcome.Errors);
        Assert.Contains("640x360 now; they are fitted into the video's 320x240", outcome.Errors);
        Assert.Equal("320", Tool.Probe(_scratch["overlay.mp4"], "v:0", "width"));
        Tool.AssertDecodes(_scratch["overlay.mp4"]);
    }

    [Fact]
    public async Task Run_ServerBackWithAnotherCodecAndAudio_SeesAndHears()
    {
        var port = $"{FreePort.Next()}";
        var first = await RtspServer.StartAsync("--port", port, "--no-sound");
        await using var run = Start(first.Address);
        await UntilMapsAsync(run, "live", 5);
        await first.DisposeAsync();

        await using var second = await RtspServer.StartAsync("--port", port, "--codec", "mjpeg");
        await UntilMapsAsync(run, "live", 1);
        await run.UntilAsync(() => MetricsFile.MapsSinceChange(Metrics) is { Count: > 0 } maps && Text(maps[0], "sound") == "present");
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);

        Assert.Equal(["warming", "live", "reconnecting", "warming", "live", "ended"], MetricsFile.Course(Metrics));
        Assert.Equal("missing", Text(MetricsFile.Maps(Metrics)[0], "sound"));
    }

    [Fact]
    public async Task Run_ServerFrozen_StallsThenReconnectsAndComesBack()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        await using var run = Start(server.Address);
        await UntilMapsAsync(run, "live", 5);

        Signal(server, "STOP");
        var frozen = Stopwatch.StartNew();
        await UntilStateAsync(run, "stalled");
        Assert.InRange(frozen.Elapsed, TimeSpan.Zero, IsSoak ? TimeSpan.FromSeconds(6) : Eventually.Patience);
        await UntilStateAsync(run, "reconnecting");
        Signal(server, "CONT");
        await UntilMapsAsync(run, "live", 5);

        Assert.Equal(["warming", "live", "stalled", "reconnecting", "warming", "live"], MetricsFile.Course(Metrics));
        Assert.Single(ProcessUse.ChildrenOf(run.Id));
        Assert.Contains("has sent no picture for 5 s", run.Errors);
    }

    [Fact]
    public async Task Run_PasswordWrongFromTheStart_EndsWithTheReason()
    {
        await using var server = await RtspServer.StartAsync("--user", "admin", "--password", "right", "--no-sound");
        var address = server.Address.Replace("rtsp://", "rtsp://admin:wrong@", StringComparison.Ordinal);

        var outcome = (await StavisProgram.RunAsync("--rtsp", address, "--weights", TestWeights.Path, "--metrics", Metrics)).Expect(1);

        Assert.Contains("401 Unauthorized", outcome.Errors);
        Assert.DoesNotContain("wrong", outcome.Errors);
    }

    [Fact]
    public async Task Run_ServerGoneForGood_GivesUpAfterTheAttemptsAllowed()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        await using var run = Start(server.Address, "--reconnect-attempts", "3");
        await UntilMapsAsync(run, "live", 1);

        server.Kill();
        var outcome = (await run.WaitAsync()).Expect(1);

        Assert.Contains("was given up after 3 attempts to connect again", outcome.Errors);
        Assert.Contains("Connection refused", outcome.Errors);
        Assert.Equal("failed", LastState());
    }

    [Fact]
    public async Task Run_ManyReconnects_LeakNothing()
    {
        // ./test --soak: as many as were promised.
        var times = IsSoak ? 100 : 8;
        await using var server = await RtspServer.StartAsync();
        await using var run = Start(server.Address);
        await UntilMapsAsync(run, "live", 5);
        for (var i = 0; i < 3; i++) await LoseConnectionAsync(run);
        var before = ProcessUse.Of(run.Id);

        for (var i = 0; i < times; i++) await LoseConnectionAsync(run);

        // A pool's threads and memory come and go; what leaked would stay, one or more a time.
        await run.UntilAsync(() => ProcessUse.Of(run.Id) is var now
            && now.Children == 1 && now.Threads < before.Threads + 5 && now.Files < before.Files + 4 && now.Sockets <= before.Sockets + 1
            && now.ResidentMegabytes < before.ResidentMegabytes + 30);
        var after = ProcessUse.Of(run.Id);
        TestContext.Current.TestOutputHelper?.WriteLine($"before {before}\nafter {times} reconnects {after}");
    }

    // In small pages, because the memory of one of them is measured; with as few maps as there can be, since they are not what it is about.
    private RunningProgram Start(string address, params string[] more) => StavisProgram.StartInSmallPages(
        ["--rtsp", address, "--no-display", "--weights", TestWeights.Path, "--window-fps", "10", "--metrics", Metrics, .. more]);

    private async Task LoseConnectionAsync(RunningProgram run)
    {
        var connection = MetricsFile.Changes(Metrics)[^1].GetProperty("connection").GetInt32();
        foreach (var child in ProcessUse.ChildrenOf(run.Id)) Tool.Run("kill", "-KILL", child.ToString(CultureInfo.InvariantCulture));
        await run.UntilAsync(() => MetricsFile.Changes(Metrics)[^1] is var last
            && last.GetProperty("connection").GetInt32() > connection && Text(last, "state") == "live");
    }

    private Task UntilMapsAsync(RunningProgram run, string state, int count) =>
        run.UntilAsync(() => LastState() == state && MetricsFile.MapsSinceChange(Metrics).Count >= count);

    private Task UntilStateAsync(RunningProgram run, string state) => run.UntilAsync(() => LastState() == state);

    private string? LastState() => MetricsFile.Changes(Metrics) is [.., var last] ? Text(last, "state") : null;

    private static void Signal(RtspServer server, string name) => Tool.Run("kill", $"-{name}", server.Id.ToString(CultureInfo.InvariantCulture));

    private static string Text(JsonElement line, string key) => line.GetProperty(key).GetString()!;

    private static double Number(JsonElement line, string key) => line.GetProperty(key).GetDouble();
}
