using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Control;

/// <summary>What operators change, over HTTP.</summary>
public sealed class ControlTests : IDisposable
{
    private static readonly double[][] Corners = [[0, 0], [0.5, 0], [0, 0.5]];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Add_BuiltInScene_IsWatched()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.PostAsJsonAsync("/api/sources", new { name = "second lab", synthetic = true });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("/api/sources/second-lab", answer.Headers.Location!.ToString());
        await server.UntilAsync(sources => sources.Any(source => source is { Id: "second-lab", State: "live", FramesOut: > 0 }));
    }

    [Theory]
    [InlineData("{\"name\":\"lab\",\"synthetic\":true}", HttpStatusCode.Conflict, "choose another name")]
    [InlineData("{\"name\":\"x\"}", HttpStatusCode.BadRequest, "Nothing to watch")]
    [InlineData("{\"name\":\"x\",\"rtsp\":\"http://camera/\"}", HttpStatusCode.BadRequest, "rtsp://host:554/path")]
    [InlineData("{\"name\":\"a/b\",\"synthetic\":true}", HttpStatusCode.BadRequest, "letters")]
    [InlineData("{\"name\":\"x\",\"input\":\"/etc/passwd\"}", HttpStatusCode.BadRequest, "")]
    [InlineData("{\"name\":\"x\",\"synthetic\":true,\"outputs\":{\"overlay\":\"/tmp/x.mp4\"}}", HttpStatusCode.BadRequest, "")]
    [InlineData("{\"name\":\"x\",\"synthetic\":true,\"priority\":0}", HttpStatusCode.BadRequest, "priority")]
    [InlineData("{\"name\":\"x\",\"camera\":-3}", HttpStatusCode.BadRequest, "from 0 on")]
    [InlineData("{\"name\":\"x\",\"synthetic\":true,\"mic\":\"tee:null,'|touch pwned',raw\"}", HttpStatusCode.BadRequest, "no microphone")]
    [InlineData("{\"name\":\"x\",\"synthetic\":true,\"mic\":\"file:'/etc/passwd',raw\"}", HttpStatusCode.BadRequest, "no microphone")]
    [InlineData("nonsense", HttpStatusCode.BadRequest, "")]
    public async Task Add_WhatCannotBeMeant_IsRefusedWithAReason(string body, HttpStatusCode status, string reason)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.PostAsync("/api/sources", new StringContent(body, null, "application/json"));

        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(reason, problem.GetProperty("detail").GetString()!);
        Assert.Single((await server.GetAsync("/api/sources")).EnumerateArray());
    }

    [Fact]
    public async Task Add_AddressWithPassword_ShowsItNowhere()
    {
        await using var server = await RunningServer.StartAsync();

        await server.Client.PostAsJsonAsync("/api/sources", new { name = "roof", rtsp = "rtsp://me:sesame77@127.0.0.1:9/roof" });
        await server.UntilAsync(sources => sources.Any(source => source is { Id: "roof", Reason: not null }));

        Assert.DoesNotContain("sesame77", await server.Client.GetStringAsync("/api/sources"));
        Assert.DoesNotContain("sesame77", await server.Client.GetStringAsync("/api/events/recent"));
    }

    [Fact]
    public async Task PauseAndResume_TheSourceStays()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.PostAsync("/api/sources/lab/pause", null)).StatusCode);
        Assert.Equal("paused", (await server.GetAsync("/api/sources/lab")).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.PostAsync("/api/sources/lab/pause", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.PostAsync("/api/sources/lab/resume", null)).StatusCode);

        await server.UntilAsync(sources => sources.Single() is { State: "live", FramesOut: > 0 });
    }

    [Fact]
    public async Task Add_NameInOtherLetters_IsWatched()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.PostAsJsonAsync("/api/sources", new { name = "Größe 部屋", synthetic = true });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(answer.Headers.Location)).StatusCode);
    }

    [Fact]
    public async Task Add_NameOfAPausedSource_IsRefused()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PostAsync("/api/sources/lab/pause", null);

        var answer = await server.Client.PostAsJsonAsync("/api/sources", new { name = "lab", synthetic = true });

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("paused", (await server.GetAsync("/api/sources/lab")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Masks_OfAPausedSourceWithFile_LeaveItPaused()
    {
        var file = Path.Combine(_folder.FullName, "paused.json");
        await File.WriteAllTextAsync(file, """{ "sources": [ { "name": "lab", "source": { "synthetic": true, "realtime": true }, "outputs": { "display": false } } ] }""");
        var log = new RecordingLogger();
        await using var server = await RunningServer.StartAsync(file: file, prepare: builder => Record(builder, log));
        await server.Client.PostAsync("/api/sources/lab/pause", null);

        await server.Client.PutAsJsonAsync("/api/sources/lab/masks", new double[][][] { [[0, 0], [0.25, 0], [0.25, 0.25]] });

        await log.UntilAsync(HasNothingToDo);
        Assert.Equal(1, server.StreamsBegun);
        Assert.Equal("paused", (await server.GetAsync("/api/sources/lab")).GetProperty("state").GetString());
        await server.Client.PostAsync("/api/sources/lab/resume", null);
        await server.UntilAsync(sources => sources.Single() is { State: "live", Masks.Count: 1 });
    }

    [Theory]
    [InlineData("zones")]
    [InlineData("masks")]
    public async Task Areas_BasedOnOthersThanThereAre_AreRefused(string kind)
    {
        await using var server = await RunningServer.StartAsync();
        object First() => kind == "zones" ? new[] { new { name = "door", corners = Corners } } : new[] { Corners };
        object Second() => kind == "zones" ? Array.Empty<object>() : Array.Empty<double[][]>();
        var seen = (await server.GetAsync("/api/sources/lab")).GetProperty($"{kind}Tag").GetString()!;

        var first = await PutAsync(First(), $"\"{seen}\"");
        var refused = await PutAsync(Second(), $"\"{seen}\"");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, refused.StatusCode));
        Assert.Contains("changed meanwhile", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        var tag = (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("tag").GetString();
        await server.UntilAsync(sources => (kind == "zones" ? sources.Single().ZonesTag : sources.Single().MasksTag) == tag);
        // An answer that was lost, the newest, any, and who says nothing of it.
        foreach (var (areas, based) in new[] { (First(), $"\"{seen}\""), (First(), $"\"{tag}\""), (First(), "*"), (Second(), null) })
            Assert.Equal(HttpStatusCode.OK, (await PutAsync(areas, based)).StatusCode);

        async Task<HttpResponseMessage> PutAsync(object areas, string? based)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, $"/api/sources/lab/{kind}") { Content = JsonContent.Create(areas, areas.GetType()) };
            if (based is not null) request.Headers.TryAddWithoutValidation("If-Match", based);
            return await server.Client.SendAsync(request);
        }
    }

    [Fact]
    public async Task Reload_WithoutAPausedSource_ForgetsIt()
    {
        static string Scene(string name) => $$"""{ "name": "{{name}}", "source": { "synthetic": true, "realtime": true }, "outputs": { "display": false } }""";
        var file = Path.Combine(_folder.FullName, "wall.json");
        await File.WriteAllTextAsync(file, $$"""{ "sources": [ {{Scene("lab")}}, {{Scene("yard")}} ] }""");
        await using var server = await RunningServer.StartAsync(file: file);
        await server.Client.PostAsync("/api/sources/lab/pause", null);

        await File.WriteAllTextAsync(file, $$"""{ "sources": [ {{Scene("yard")}} ] }""");

        await server.UntilAsync(sources => sources.Select(source => source.Id).SequenceEqual(["yard"]));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.PostAsync("/api/sources/lab/resume", null)).StatusCode);
    }

    [Fact]
    public async Task Map_AfterANewBeginning_IsNotThatFromBefore()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PostAsync("/api/sources/lab/pause", null);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/sources/lab/map.npy")).StatusCode);

        await server.Client.PostAsync("/api/sources/lab/resume", null);
        await server.UntilAsync(sources => sources.Single() is { State: "live", Peak: not null });

        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/sources/lab/map.npy")).StatusCode);
    }

    [Fact]
    public async Task Remove_TheSourceIsGone()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/api/sources/lab")).StatusCode);

        Assert.Empty((await server.GetAsync("/api/sources")).EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.DeleteAsync("/api/sources/lab")).StatusCode);
    }

    [Fact]
    public async Task Remove_PausedSource_IsGone()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PostAsync("/api/sources/lab/pause", null);

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/api/sources/lab")).StatusCode);

        Assert.Empty((await server.GetAsync("/api/sources")).EnumerateArray());
    }

    [Fact]
    public async Task Record_WithoutRecorder_SaysWhatWouldGiveItOne()
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.PostAsync("/api/sources/lab/record", null);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("outputs.recorder.folder", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Record_WithRecorder_WritesAFile()
    {
        await using var server = await RunningServer.StartAsync(config => config with
        {
            Sources = [RunningServer.Scene("lab") with { Outputs = new OutputConfig { Display = false, Recorder = new RecorderConfig { Folder = _folder.FullName } } }],
        });

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.PostAsync("/api/sources/lab/record", null)).StatusCode);

        using var timeout = new CancellationTokenSource(RunningServer.Patience);
        while (!_folder.EnumerateFiles("*_operator.flight").Any()) await Task.Delay(50, timeout.Token);
    }

    [Fact]
    public async Task Zones_WithoutFile_LastUntilTheEndAndTheStreamGoesOn()
    {
        await using var server = await RunningServer.StartAsync();
        var before = (await server.GetAsync("/api/sources/lab")).GetProperty("framesIn").GetInt64();

        var answer = await server.Client.PutAsJsonAsync("/api/sources/lab/zones", new[] { new { name = "door", corners = new double[][] { [0, 0], [0.5, 0], [0.5, 1] }, dwell = 2 } });

        Assert.False((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("saved").GetBoolean());
        var source = await server.GetAsync("/api/sources/lab");
        Assert.Equal("door", source.GetProperty("zones")[0].GetProperty("name").GetString());
        Assert.True(source.GetProperty("framesIn").GetInt64() >= before);
    }

    [Theory]
    [InlineData("[{\"name\":\"\",\"corners\":[[0,0],[1,0],[1,1]]}]")]
    [InlineData("[{\"name\":\"a\",\"corners\":[[0,0],[1,0]]}]")]
    [InlineData("[{\"name\":\"a\",\"corners\":[[0,0],[2,0],[1,1]]}]")]
    [InlineData("[{\"name\":\"a\",\"corners\":[[0,0],[1,0],[1,1]],\"dwell\":-1}]")]
    [InlineData("[{\"name\":\"a\",\"corners\":[[0,0],[1,0],[1,1]]},{\"name\":\"A\",\"corners\":[[0,0],[1,0],[1,1]]}]")]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task Zones_ThatCannotBeMeant_ChangeNothing(string body)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.PutAsync("/api/sources/lab/zones", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await server.GetAsync("/api/sources/lab")).GetProperty("zones").EnumerateArray());
    }

    [Fact]
    public async Task Changes_TooMany_AreRefused()
    {
        await using var server = await RunningServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => server.Client.PostAsync("/api/sources/nobody/pause", null)));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.NotFound);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Changes_TooManyWithOneToken_LeaveAnotherItsOwn()
    {
        // Neither has a name.
        const string wild = "wild-token-of-24-letters", calm = "calm-token-of-24-letters";
        await using var server = await RunningServer.StartAsync(config => config with
        {
            Serve = config.Serve with { Tokens = [new AccessTokenConfig { Token = wild, Role = AccessRole.Operator }, new AccessTokenConfig { Token = calm, Role = AccessRole.Operator }] },
        });
        using var first = server.NewClient(wild);
        using var second = server.NewClient(calm);

        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => first.PostAsync("/api/sources/nobody/pause", null)));
        var other = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => second.PostAsync("/api/sources/nobody/pause", null)));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.All(other, answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[[]]")]
    [InlineData("[[null]]")]
    [InlineData("[[[0,0],[1,1]]]")]
    [InlineData("[[[0,0],[1,0],[9,9]]]")]
    [InlineData("7")]
    public async Task Masks_ThatCannotBeMeant_ChangeNothing(string body)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.PutAsync("/api/sources/lab/masks", new StringContent(body, null, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty((await server.GetAsync("/api/sources/lab")).GetProperty("masks").EnumerateArray());
    }

    [Fact]
    public async Task ZonesAndMasks_WithFile_AreSavedAndTheRestStaysAsItWas()
    {
        var file = Path.Combine(_folder.FullName, "wall.json");
        const string before = """
            {
              // What the house has.
              "sources": [
                { "name": "lab", "source": { "synthetic": true, "realtime": true }, "outputs": { "display": false } }, // by the door
              ],
            }
            """;
        await File.WriteAllTextAsync(file, before);
        var log = new RecordingLogger();
        await using var server = await RunningServer.StartAsync(file: file, prepare: builder => Record(builder, log));

        var zones = await server.Client.PutAsJsonAsync("/api/sources/lab/zones", new[] { new { name = "door", corners = new double[][] { [0, 0], [0.123456, 0], [0.5, 1] } } });
        var masks = await server.Client.PutAsJsonAsync("/api/sources/lab/masks", new double[][][] { [[0, 0], [0.25, 0], [0.25, 0.25]] });

        Assert.True((await zones.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("saved").GetBoolean());
        Assert.True((await masks.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("saved").GetBoolean());
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains("// What the house has.", text);
        Assert.Contains("// by the door", text);
        var saved = Assert.Single(ConfigFile.Load(file).Streams()).Source;
        Assert.Equal(0.1235, Assert.Single(saved.Zones).Corners[1].X);
        Assert.Equal(0.25, Assert.Single(saved.Masks).Polygon[1].X);
        Assert.Single((await server.GetAsync("/api/sources/lab")).GetProperty("masks").EnumerateArray());
        await log.UntilAsync(HasNothingToDo);
        Assert.Equal(2, server.StreamsBegun);
    }

    [Fact]
    public async Task Masks_FileThatCannotBeWritten_HoldAndAreNotSaved()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere root can write everything.");
        var file = Path.Combine(UnwritableFolder.Make(_folder.FullName), "wall.json");
        const string before = """{ "sources": [{ "name": "lab", "source": { "synthetic": true, "realtime": true }, "outputs": { "display": false } }] }""";
        await File.WriteAllTextAsync(file, before);
        var log = new RecordingLogger();
        await using var server = await RunningServer.StartAsync(file: file, prepare: builder => builder.Logging.AddProvider(new RecordedLogs(log)));
        Assert.False((await server.GetAsync("/api/me")).GetProperty("canSave").GetBoolean());

        var masks = await server.Client.PutAsJsonAsync("/api/sources/lab/masks", new double[][][] { [[0, 0], [0.25, 0], [0.25, 0.25]] });

        Assert.False((await masks.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("saved").GetBoolean());
        Assert.Single((await server.GetAsync("/api/sources/lab")).GetProperty("masks").EnumerateArray());
        Assert.Equal(before, await File.ReadAllTextAsync(file));
        Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning && entry.Text.Contains("are not saved", StringComparison.Ordinal));
    }

    private static void Record(WebApplicationBuilder builder, RecordingLogger log) =>
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(new RecordedLogs(log));

    // The program has read its own change again.
    private static bool HasNothingToDo((LogLevel Level, string Text) entry) =>
        entry.Text.StartsWith("The configuration has changed: 0 streams begin, 0 end", StringComparison.Ordinal);
}
