using System.Text.Json.Nodes;
using StavisLive.Integration.Tests.Running;
using StavisLive.Testing;

namespace StavisLive.Integration.Tests.MainJob;

/// <summary>Many sources from one configuration.</summary>
public sealed class ManySourcesTests : IDisposable
{
    private readonly Scratch _scratch = new();

    private string Config => _scratch["wall.json"];

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Run_FourSourcesOneKilledOneRefused_TheOthersDontNotice()
    {
        await using var steady = await RtspServer.StartAsync();
        await using var victim = await RtspServer.StartAsync("--no-sound");
        await using var guarded = await RtspServer.StartAsync("--user", "viewer", "--password", "r1ght-one", "--no-sound");
        Write(
            Stream("steady", steady.Address), Stream("victim", victim.Address),
            Stream("open", WithUser(guarded, "${WALL_PASSWORD}")), Stream("refused", WithUser(guarded, "wr0ng-one")));
        await using var run = Start();
        foreach (var name in new[] { "steady", "victim", "open" }) await UntilMapsAsync(run, name, 5);
        await run.UntilAsync(() => run.Errors.Contains("refused: ", StringComparison.Ordinal));

        victim.Kill();
        await run.UntilAsync(() => LastState("victim") == "reconnecting");
        foreach (var name in new[] { "steady", "open" }) await UntilMapsAsync(run, name, MapsOf(name) + 20);
        run.Signal("INT");
        var outcome = (await run.WaitAsync()).Expect(130);

        Assert.Equal(["warming", "live", "ended"], MetricsFile.Course(MetricsOf("steady")));
        Assert.Equal(["warming", "live", "ended"], MetricsFile.Course(MetricsOf("open")));
        Assert.False(File.Exists(MetricsOf("refused")));
        // Each under its name, and nobody's password.
        Assert.Contains("victim: ", outcome.Errors);
        Assert.Matches("refused: .* is connecting: .*401 Unauthorized", outcome.Errors);
        Assert.DoesNotContain("r1ght", outcome.Errors + outcome.Output);
        Assert.DoesNotContain("wr0ng", outcome.Errors + outcome.Output);
        foreach (var name in new[] { "steady", "victim", "open", "refused" }) Assert.Contains(name + ":\n", outcome.Output);
        Assert.All(new[] { "steady", "open" }, name => Assert.Equal(0, MetricsFile.Summary(MetricsOf(name)).GetProperty("reconnects").GetInt32()));
    }

    [Fact]
    public async Task Run_ConfigurationChanges_AddedStartRemovedStopAndTheOthersDontNotice()
    {
        await using var server = await RtspServer.StartAsync("--no-sound");
        var kept = Stream("kept", server.Address);
        Write(kept, Scene("removed"), Scene("changed"));
        await using var run = Start();
        foreach (var name in new[] { "kept", "removed", "changed" }) await UntilMapsAsync(run, name, 3);
        await run.UntilAsync(() => LastState("kept") == "live");

        // Refused as a whole, with the same words as at the start.
        File.WriteAllText(Config, File.ReadAllText(Config).Replace("\"rtsp\":\"", "\"rstp\":\"", StringComparison.Ordinal));
        await run.UntilAsync(() => run.Errors.Contains("everything goes on as before", StringComparison.Ordinal));
        Assert.Contains("wall.json, line 1: unknown key \"sources[0].source.rstp\"; did you mean \"sources[0].source.rtsp\"?", run.Errors);

        Write(kept, Scene("changed", fps: 12), Scene("added"));
        run.Signal("HUP");
        await UntilMapsAsync(run, "added", 3);
        await run.UntilAsync(() => File.Exists(MetricsOf("changed.1")));
        await UntilMapsAsync(run, "changed", 3);
        await UntilMapsAsync(run, "kept", MapsOf("kept") + 5);
        Assert.True(MetricsFile.Summary(MetricsOf("removed")).GetProperty("interrupted").GetBoolean());
        run.Signal("INT");
        (await run.WaitAsync()).Expect(130);

        // No change of its state, its first connection still, and no hole but what a machine that is busy with other tests had no time for, which is counted.
        Assert.Equal(["warming", "live", "ended"], MetricsFile.Course(MetricsOf("kept")));
        Assert.Equal(1, MetricsFile.Changes(MetricsOf("kept"))[^1].GetProperty("connection").GetInt32());
        var indexes = MetricsFile.Maps(MetricsOf("kept")).Select(map => map.GetProperty("index").GetInt64()).ToList();
        var counted = MetricsFile.Summary(MetricsOf("kept")).GetProperty("skips").EnumerateObject().Sum(skip => skip.Value.GetInt64());
        Assert.InRange(indexes[^1] - indexes[0] + 1 - indexes.Count, 0, counted);
        // What a changed stream wrote before is kept.
        Assert.True(MetricsFile.Summary(MetricsOf("changed.1")).GetProperty("interrupted").GetBoolean());
        Assert.NotEmpty(MetricsFile.Maps(MetricsOf("changed")));
    }

    [Fact]
    public async Task Run_OneOfTwoFilesIsMissing_TheOtherIsDoneAndTheRunFails()
    {
        var clip = Clips.Silent(_scratch["clip.mp4"], 20);
        Write(
            new JsonObject { ["name"] = "there", ["source"] = new JsonObject { ["input"] = clip }, ["outputs"] = new JsonObject { ["maps"] = _scratch["{name}.npy"] } },
            new JsonObject { ["name"] = "gone", ["source"] = new JsonObject { ["input"] = _scratch["gone.mp4"] } });

        var outcome = (await StavisProgram.RunAsync("--config", Config, "--weights", TestWeights.Path)).Expect(1);

        Assert.Equal([20, 112, 112], MapFile.Shape(_scratch["there.npy"]));
        Assert.Contains("gone: ", outcome.Errors);
        Assert.Contains("gone.mp4", outcome.Errors);
    }

    [Fact]
    public async Task Run_BadConfiguration_TellsEverythingOnceAndEndsAtOnce()
    {
        File.WriteAllText(Config, """
            {
              "sources": [
                { "name": "a", "source": { "rtsp": "rtsp://u:${STAVIS_NOT_SET}@h/" } },
                { "name": "b", "source": { "rtsp": "rtsp://u:${file:/nowhere/secret}@h/" } }
              ]
            }
            """);

        var outcome = (await StavisProgram.RunAsync("--config", Config)).Expect(2);

        var lines = outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("wall.json, line 3: sources[0].source.rtsp needs the environment variable STAVIS_NOT_SET", lines[0]);
        Assert.Contains("wall.json, line 4: sources[1].source.rtsp needs the secret in the file /nowhere/secret", lines[1]);
    }

    private static JsonObject Stream(string name, string address) => new() { ["name"] = name, ["source"] = new JsonObject { ["rtsp"] = address } };

    private static JsonObject Scene(string name, double fps = 10) => new()
    {
        ["name"] = name,
        ["source"] = new JsonObject { ["synthetic"] = true, ["realtime"] = true },
        ["window"] = new JsonObject { ["fps"] = fps },
    };

    private static string WithUser(RtspServer server, string password) =>
        server.Address.Replace("rtsp://", $"rtsp://viewer:{password}@", StringComparison.Ordinal);

    // In one line, so that a test knows where a key stands.
    private void Write(params JsonNode[] streams) => File.WriteAllText(Config, new JsonObject
    {
        ["outputs"] = new JsonObject { ["display"] = false, ["metrics"] = MetricsOf("{name}") },
        ["sources"] = new JsonArray([.. streams.Select(stream => stream.DeepClone())]),
    }.ToJsonString());

    private RunningProgram Start() => StavisProgram.Start(
        ["--config", Config, "--weights", TestWeights.Path], new Dictionary<string, string> { ["WALL_PASSWORD"] = "r1ght-one" });

    private string MetricsOf(string stream) => _scratch[stream + ".jsonl"];

    private Task UntilMapsAsync(RunningProgram run, string stream, int count) => run.UntilAsync(() => MapsOf(stream) >= count);

    private int MapsOf(string stream) => MetricsFile.Written(MetricsOf(stream)).Count(line => line.GetProperty("type").GetString() == "map");

    private string? LastState(string stream) => MetricsFile.Changes(MetricsOf(stream)) is [.., var last] ? last.GetProperty("state").GetString() : null;
}
