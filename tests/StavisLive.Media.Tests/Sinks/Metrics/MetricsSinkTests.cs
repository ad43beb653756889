using System.Text.Json;
using StavisLive.Core.Files;
using StavisLive.Core.Media;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Core.Synchronization;
using StavisLive.Core.Windowing;
using StavisLive.Media.Sinks.Metrics;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Metrics;

public sealed class MetricsSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_Result_IsALineWithTheseKeys()
    {
        var lines = await WriteAsync(complete: false, TestResults.Make(2, [0.5f]) with { AudioLevel = -12.34567, Sync = new SyncReading(3.25, -41.5) });

        Assert.Equal(
            """
            {"type":"map","stream":"test","index":2,"pts":0.08,"map_slot":2,"state":"live","source":"live","sound":"present","sound_level_db":-12.346,"av_offset_ms":3.25,"drift_ppm":-41.5,"align":"center","look_ahead_ms":280,"capture_to_map_ms":87.5,"stages_ms":{"resize":1,"wait":2,"network":80}}
            """,
            Assert.Single(lines));
    }

    [Fact]
    public async Task WriteAsync_MapTakenOver_HasNoStages()
    {
        var lines = await WriteAsync(complete: false, TestResults.Make(0, [0.5f]) with
        {
            Stages = null,
            State = MapState.Stale,
            Audio = AudioState.Missing,
            Alignment = MapAlignment.Newest,
        });

        var line = Json(Assert.Single(lines));
        Assert.Equal(JsonValueKind.Null, line.GetProperty("stages_ms").ValueKind);
        Assert.Equal(("stale", "missing", "newest"), (Text(line, "state"), Text(line, "sound"), Text(line, "align")));
    }

    [Fact]
    public async Task CompleteAsync_Summary_IsTheLastLineWithTheseKeys()
    {
        var lines = await WriteAsync(complete: true, TestResults.Make(0, [0.5f]), TestResults.Make(1, [0.5f]));

        Assert.Equal(3, lines.Length);
        Assert.Equal(
            """
            {"type":"summary","stream":"test","frames_in":5,"frames_out":3,"maps_out":2,"repeated_slots":1,"reconnects":0,"sound_underruns":0,"av_offset_ms":null,"drift_ppm":null,"skips":{"model-busy":2},"stages":{"network":{"count":2,"p50":80,"p95":90,"p99":95,"max":99}},"capture_to_map":{"count":3,"p50":85,"p95":95,"p99":100,"max":104},"look_ahead_ms":280,"elapsed_s":1.5,"interrupted":false}
            """,
            lines[2]);
    }

    [Fact]
    public async Task WriteAsync_ChangeOfTheSource_IsALineWithTheseKeys()
    {
        await using (var sink = new MetricsSink(_folder["m.jsonl"]))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            var change = new SourceStateChange(SourceState.Stalled, "no frame for 2 s", DateTimeOffset.UnixEpoch, 3) { Stream = "test" };
            await sink.WriteAsync(change, CancellationToken.None);
        }

        Assert.Equal(
            """
            {"type":"source","stream":"test","state":"stalled","reason":"no frame for 2 s","time":"1970-01-01T00:00:00+00:00","connection":3}
            """,
            File.ReadAllText(_folder["m.jsonl"]).TrimEnd());
    }

    [Fact]
    public async Task OpenAsync_GoesOn_WritesBehindWhatTheFileHolds()
    {
        File.WriteAllText(_folder["m.jsonl"], "earlier\n");

        await using (var sink = new MetricsSink(_folder["m.jsonl"], goesOn: true))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            using var result = TestResults.Make(0, [0.5f]);
            await sink.WriteAsync(result, CancellationToken.None);
        }

        var lines = File.ReadAllLines(_folder["m.jsonl"]);
        Assert.Equal(2, lines.Length);
        Assert.Equal("earlier", lines[0]);
        Assert.StartsWith("{", lines[1]);
    }

    [Fact]
    public async Task WriteAsync_FileThatEndsInTheMidstOfALine_BeginsALineOfItsOwn()
    {
        const string Half = "{\"index\":-1}\n{\"ind";
        await File.WriteAllTextAsync(_folder["m.jsonl"], Half);
        await using var sink = new MetricsSink(_folder["m.jsonl"], goesOn: true);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        await WriteAsync(sink, 0, 1);
        File.Move(_folder["m.jsonl"], _folder["m.jsonl.1"]);
        await File.WriteAllTextAsync(_folder["m.jsonl"], Half);
        await WriteAsync(sink, 2, 3);

        foreach (var name in new[] { "m.jsonl.1", "m.jsonl" })
        {
            var lines = System.Text.Encoding.UTF8.GetString(SharedFile.ReadAllBytes(_folder[name], most: 1 << 20)).Split('\n');
            Assert.Equal("{\"ind", lines[1]);
            Assert.Equal(5, lines.Length);
            Assert.Equal(name == "m.jsonl" ? [2, 3] : [0, 1], lines[2..4].Select(line => Json(line).GetProperty("index").GetInt32()));
        }
    }

    [Fact]
    public async Task WriteAsync_ChangeOfTheAudio_IsALineWithTheseKeys()
    {
        await using (var sink = new MetricsSink(_folder["m.jsonl"]))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            await sink.WriteAsync(new AudioChange(AudioState.Silent, "silent for 10 s", DateTimeOffset.UnixEpoch) { Stream = "test" }, CancellationToken.None);
        }

        Assert.Equal(
            """
            {"type":"sound","stream":"test","state":"silent","reason":"silent for 10 s","time":"1970-01-01T00:00:00+00:00"}
            """,
            File.ReadAllText(_folder["m.jsonl"]).TrimEnd());
    }

    [Fact]
    public async Task WriteAsync_StreamOfACluster_TellsItsEpochInEveryLine()
    {
        await using (var sink = new MetricsSink(_folder["m.jsonl"], epoch: 7))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            using var result = TestResults.Make(0, [0.5f]);
            await sink.WriteAsync(result, CancellationToken.None);
            await sink.WriteAsync(new SourceStateChange(SourceState.Stalled, "no frame for 2 s", DateTimeOffset.UnixEpoch, 3) { Stream = "test" }, CancellationToken.None);
            await sink.WriteAsync(new AudioChange(AudioState.Silent, "silent for 10 s", DateTimeOffset.UnixEpoch) { Stream = "test" }, CancellationToken.None);
            await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }

        Assert.Equal([7, 7, 7, 7], File.ReadLines(_folder["m.jsonl"]).Select(line => Json(line).GetProperty("epoch").GetInt32()));
    }

    [Fact]
    public async Task WriteAsync_StreamWithQuotesAndOtherLetters_StaysJson()
    {
        var lines = await WriteAsync(complete: false, TestResults.Make(0, [0.5f]) with { Stream = "\"Überblick\"\n1" });

        Assert.Equal("\"Überblick\"\n1", Text(Json(Assert.Single(lines)), "stream"));
    }

    [Fact]
    public async Task WriteAsync_BeforeTheEnd_TheLinesCanBeRead()
    {
        await using var sink = new MetricsSink(_folder["m.jsonl"]);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        for (var index = 0; index < 3; index++)
        {
            using var result = TestResults.Make(index, [0.5f]);
            await sink.WriteAsync(result, CancellationToken.None);
            Assert.Equal(index, Json(System.Text.Encoding.UTF8.GetString(SharedFile.ReadAllBytes(_folder["m.jsonl"], most: 1 << 20)).TrimEnd().Split('\n')[^1]).GetProperty("index").GetInt32());
        }
    }

    [Fact]
    public async Task WriteAsync_FileThatWasEmptied_GoesOnAtItsEnd()
    {
        await using var sink = new MetricsSink(_folder["m.jsonl"]);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        await WriteAsync(sink, 0, 1);

        await using (var file = new FileStream(_folder["m.jsonl"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(0);
        await WriteAsync(sink, 2, 3);

        Assert.Equal([2, 3], Indices("m.jsonl"));
    }

    [Fact]
    public async Task WriteAsync_FileThatWasRenamed_BeginsANewOne()
    {
        await using var sink = new MetricsSink(_folder["m.jsonl"]);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        await WriteAsync(sink, 0, 1);

        File.Move(_folder["m.jsonl"], _folder["m.jsonl.1"]);
        await WriteAsync(sink, 2);
        File.Move(_folder["m.jsonl"], _folder["m.jsonl.2"]);
        await File.WriteAllTextAsync(_folder["m.jsonl"], "{\"index\":-1}\n");
        await WriteAsync(sink, 3, 4);

        Assert.Equal([0, 1], Indices("m.jsonl.1"));
        Assert.Equal([2], Indices("m.jsonl.2"));
        Assert.Equal([-1, 3, 4], Indices("m.jsonl"));
    }

    [Fact]
    public async Task WriteAsync_AnotherProgramBeginsThere_EveryLineOfBothStaysWhole()
    {
        await using var first = new MetricsSink(_folder["m.jsonl"], goesOn: true);
        await first.OpenAsync(TestResults.Source(), CancellationToken.None);
        await WriteAsync(first, 0);
        File.Move(_folder["m.jsonl"], _folder["m.1.jsonl"]);
        await using var second = new MetricsSink(_folder["m.jsonl"], epoch: 7, goesOn: true);
        await second.OpenAsync(TestResults.Source(), CancellationToken.None);

        for (var index = 1; index < 8; index++)
        {
            await WriteAsync(first, index);
            await WriteAsync(second, index, index);
        }

        Assert.Equal(Enumerable.Range(1, 7).SelectMany(index => Enumerable.Repeat(index, 3)), Indices("m.jsonl"));
    }

    private static async Task WriteAsync(MetricsSink sink, params long[] indices)
    {
        foreach (var index in indices)
        {
            using var result = TestResults.Make(index, [0.5f]);
            await sink.WriteAsync(result, CancellationToken.None);
        }
    }

    private IEnumerable<int> Indices(string name) =>
        System.Text.Encoding.UTF8.GetString(SharedFile.ReadAllBytes(_folder[name], most: 1 << 20))
            .TrimEnd().Split('\n').Select(line => Json(line).GetProperty("index").GetInt32());

    private async Task<string[]> WriteAsync(bool complete, params SaliencyResult[] results)
    {
        await File.WriteAllTextAsync(_folder["m.jsonl"], "what was there before, and longer than what comes now" + new string('.', 5000));
        await using (var sink = new MetricsSink(_folder["m.jsonl"]))
        {
            await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
            foreach (var result in results)
            {
                await sink.WriteAsync(result, CancellationToken.None);
                result.Dispose();
            }
            if (complete) await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
        }
        return await File.ReadAllLinesAsync(_folder["m.jsonl"]);
    }

    private static JsonElement Json(string line) => JsonSerializer.Deserialize<JsonElement>(line);

    private static string? Text(JsonElement line, string key) => line.GetProperty(key).GetString();
}
