using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StavisLive.Core.Arrays;
using StavisLive.Core.Media;
using StavisLive.Server.Events;
using StavisLive.Server.History;
using StavisLive.Server.Tests.History;

namespace StavisLive.Server.Tests.Api;

/// <summary>What is told of sources, and the newest of each.</summary>
public sealed class SourceEndpointTests
{
    [Fact]
    public async Task Sources_Report_TellsHowItIs()
    {
        await using var server = await RunningServer.StartAsync();
        await server.UntilAsync(sources => sources.Single() is { Fps: > 0, CaptureToMapP95: > 0 });

        var source = await server.GetAsync("/api/sources/lab");

        Assert.Equal(("lab", "lab", "synthetic", "live"), (Text(source, "id"), Text(source, "name"), Text(source, "kind"), Text(source, "state")));
        Assert.Equal((640, 360), (source.GetProperty("width").GetInt32(), source.GetProperty("height").GetInt32()));
        Assert.InRange(source.GetProperty("peak")[0].GetDouble(), 0.99, 1);
        Assert.Equal(280, source.GetProperty("lookAhead").GetDouble());
        Assert.NotEmpty((await server.GetAsync("/api/sources/lab/samples")).EnumerateArray());
    }

    [Fact]
    public async Task Map_AsNpy_HoldsThePublishedValues()
    {
        await using var server = await RunningServer.StartAsync();

        var npy = NpyFile.Read(await server.Client.GetStreamAsync("/api/sources/lab/map.npy"), "map");

        Assert.Equal([SaliencyMap.Side, SaliencyMap.Side], npy.Shape);
        Assert.Equal(Maps.Ramp, npy.AsSingle());
    }

    [Theory]
    [InlineData("map.png", "image/png")]
    [InlineData("picture.jpg", "image/jpeg")]
    [InlineData("overlay.jpg", "image/jpeg")]
    public async Task Newest_Pictures_AreThere(string name, string type)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await server.Client.GetAsync($"/api/sources/lab/{name}");

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.True((await answer.Content.ReadAsByteArrayAsync()).Length > 200);
    }

    [Fact]
    public async Task Overlay_AsMotionJpeg_SendsOnePictureAfterTheOther()
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.Client.GetAsync("/api/sources/lab/overlay.mjpeg", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("multipart/x-mixed-replace", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(), Encoding.Latin1);
        var pictures = 0;
        while (pictures < 3)
        {
            var line = await reader.ReadLineAsync(new CancellationTokenSource(RunningServer.Patience).Token);
            if (line!.EndsWith("--stavis-live-picture", StringComparison.Ordinal)) pictures++;
        }
    }

    [Fact]
    public async Task Picture_SourcePaused_SaysWhyThereIsNone()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PostAsync("/api/sources/lab/pause", null);

        var answer = await server.Client.GetAsync("/api/sources/lab/overlay.jpg");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("paused", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Events_AsServerSentEvents_GoOnWhereTheyWereCutOff()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Client.PostAsync("/api/sources/lab/pause", null);
        await server.Client.PostAsync("/api/sources/lab/resume", null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        var known = server.Services.GetRequiredService<EventHub>().Recent(EventHub.Remembered)[0].Id;
        request.Headers.Add("Last-Event-ID", $"{known}");

        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", Assert.Single(answer.Headers.GetValues("X-Accel-Buffering")));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var line = await NextLineAsync(reader, "data:");
        Assert.Equal(known + 1, JsonSerializer.Deserialize<JsonElement>(line[5..]).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Events_AsServerSentEvents_AreOneLineOfJsonAndTheirNumber()
    {
        await using var server = await RunningServer.StartAsync(config => config with { Sources = [] });
        using var answer = await server.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        var events = server.Services.GetRequiredService<EventHub>();
        events.Publish(new AttentionEvent { Kind = "spread", Source = "Straße", At = DateTimeOffset.UnixEpoch, Peak = new(0.5, 0.25) });

        var number = events.Recent(1)[0].Id;
        var expected = $$"""
            data: {"id":{{number}},"kind":"spread","source":"Straße","at":"1970-01-01T00:00:00Z","zone":null,"peak":[0.5,0.25],"seconds":null,"entropy":null,"state":null,"reason":null}
            id: {{number}}


            """;
        var bytes = new byte[Encoding.UTF8.GetByteCount(expected)];
        await (await answer.Content.ReadAsStreamAsync()).ReadExactlyAsync(bytes, new CancellationTokenSource(RunningServer.Patience).Token);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes));
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(("no-store, no-cache", "no-cache"), (answer.Headers.CacheControl!.ToString(), answer.Headers.Pragma.ToString()));
        Assert.Equal(["identity"], answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Events_ManySinceTheConnectionWasCut_AllCome()
    {
        await using var server = await RunningServer.StartAsync(config => config with { Sources = [] });
        var events = server.Services.GetRequiredService<EventHub>();
        for (var number = 1; number <= EventHub.Remembered; number++) events.Publish(new AttentionEvent { Kind = "spread", Source = "lab", At = default });

        using var answer = await server.Client.GetAsync("/api/events?after=0", HttpCompletionOption.ResponseHeadersRead);

        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        foreach (var happened in events.Recent(EventHub.Remembered)) Assert.Equal($"id: {happened.Id}", await NextLineAsync(reader, "id:"));
    }

    [Fact]
    public async Task Events_NothingHappens_ClientHearsThatTheServerIsThere()
    {
        var time = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(
            config => config with { Sources = [] }, prepare: builder => builder.Services.AddSingleton<TimeProvider>(time));
        using var answer = await server.Client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        for (var beat = 1; beat <= 2; beat++)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            Assert.Equal(":", await NextLineAsync(reader, ":"));
        }

        server.Services.GetRequiredService<EventHub>().Publish(new AttentionEvent { Kind = "spread", Source = "lab", At = default });
        Assert.StartsWith("id: ", await NextLineAsync(reader, "id:"));
    }

    [Fact]
    public async Task OpenApi_EveryEndpoint_IsDescribed()
    {
        await using var server = await RunningServer.StartAsync();

        var description = await server.GetAsync("/openapi/v1.json");
        var paths = description.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        Assert.Contains("/api/sources/{id}/map.png", paths);
        Assert.Contains("/api/sources/{id}/search", paths);
        Assert.Contains("/api/maps", paths);
        Assert.DoesNotContain("/app.js", paths);
        Assert.True(description.GetProperty("paths").GetProperty("/api/maps").GetProperty("post").TryGetProperty("requestBody", out _));
        Assert.Equal("bearer", description.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
    }

    [Theory]
    [InlineData("GET", "/api/me", "/api/me", null, 200)]
    [InlineData("POST", "/api/login", "/api/login", """{"token":""}""", 204)]
    [InlineData("POST", "/api/logout", "/api/logout", null, 204)]
    [InlineData("GET", "/api/events/recent", "/api/events/recent", null, 200)]
    [InlineData("GET", "/api/events/recent?most=0", "/api/events/recent", null, 400)]
    [InlineData("GET", "/api/sources", "/api/sources", null, 200)]
    [InlineData("POST", "/api/sources", "/api/sources", """{"name":"yard","synthetic":true}""", 201)]
    [InlineData("POST", "/api/sources", "/api/sources", """{"name":"lab","synthetic":true}""", 409)]
    [InlineData("GET", "/api/sources/lab", "/api/sources/{id}", null, 200)]
    [InlineData("GET", "/api/sources/nobody", "/api/sources/{id}", null, 404)]
    [InlineData("GET", "/api/sources/lab/map.png", "/api/sources/{id}/map.png", null, 200)]
    [InlineData("GET", "/api/sources/lab/picture.jpg", "/api/sources/{id}/picture.jpg", null, 200)]
    [InlineData("GET", "/api/sources/lab/overlay.mjpeg", "/api/sources/{id}/overlay.mjpeg", null, 200)]
    [InlineData("PUT", "/api/sources/lab/zones", "/api/sources/{id}/zones", "[]", 200)]
    [InlineData("POST", "/api/sources/lab/pause", "/api/sources/{id}/pause", null, 204)]
    [InlineData("DELETE", "/api/sources/lab", "/api/sources/{id}", null, 204)]
    [InlineData("GET", "/api/sources/lab/search", "/api/sources/{id}/search", null, 200)]
    [InlineData("GET", "/api/sources/lab/search?format=csv", "/api/sources/{id}/search", null, 200)]
    [InlineData("GET", "/api/sources/lab/search?share=7", "/api/sources/{id}/search", null, 400)]
    [InlineData("POST", "/api/maps", "/api/maps", "no picture", 422)]
    public async Task OpenApi_WhatIsAnswered_IsDescribed(string method, string address, string path, string? body, int status)
    {
        await using var server = await RunningServer.StartAsync();
        await server.UntilAsync(sources => sources.Single().State == "live");
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, path == "/api/maps" ? "application/octet-stream" : "application/json");

        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(status, (int)answer.StatusCode);
        var described = (await server.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .First(known => known.Name.TrimEnd('/') == path).Value.GetProperty(method.ToLowerInvariant()).GetProperty("responses").GetProperty($"{status}");
        if (answer.Content.Headers.ContentType is { MediaType: { } type })
            Assert.Contains(described.GetProperty("content").EnumerateObject(), content => content.Name.StartsWith(type, StringComparison.Ordinal));
        else Assert.False(described.TryGetProperty("content", out _));
    }

    [Theory]
    [InlineData("x=0&y=0&width=2&height=1")]
    [InlineData("x=a")]
    [InlineData("width=0")]
    [InlineData("share=7")]
    [InlineData("format=xml")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")]
    [InlineData("from=yesterday")]
    [InlineData("to=0001-01-01T00:00:00Z")]
    public async Task Search_WhatCannotBeMeant_IsRefused(string query)
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.GetAsync($"/api/sources/lab/search?{query}")).StatusCode);
    }

    [Fact]
    public async Task Search_NothingOfItIsWatched_IsEmptyInTheFormatThatWasAskedFor()
    {
        var lab = RunningServer.Scene("lab");
        await using var server = await RunningServer.StartAsync(
            config => config with { Sources = [lab with { Source = lab.Source with { Region = new() { X = 0.5, Width = 0.5, Height = 1 } } }] });

        Assert.Equal("at,share\n", await server.Client.GetStringAsync("/api/sources/lab/search?width=0.25&format=csv"));
        Assert.Equal("[]", await server.Client.GetStringAsync("/api/sources/lab/search?width=0.25"));
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.GetAsync("/api/sources/lab/search?width=0.25&format=xml")).StatusCode);
    }

    [Fact]
    public async Task Search_ManyIntervals_AreAllAnswered()
    {
        await using var server = await RunningServer.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var first = AttentionClock.SlotOf(now.AddDays(-1));
        var rows = Enumerable.Range(0, 3000).Select(index => TestHistory.Row("lab", 0) with { Slot = first + 2 * index });
        await TestHistory.WriteAsync(server.Services.GetRequiredService<HistoryDatabase>(), rows, now);

        var found = await server.GetAsync($"/api/sources/lab/search?width=0.5&from={now.AddDays(-2):yyyy-MM-ddTHH:mm:ssZ}&to={now.AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}");

        Assert.Equal(3000, found.GetArrayLength());
        Assert.Equal(AttentionClock.StartOf(first + 2 * 2999), found[2999].GetProperty("from").GetDateTimeOffset());
    }

    [Fact]
    public async Task Page_AllFilesTogether_AreSmall()
    {
        await using var server = await RunningServer.StartAsync();
        var page = await server.Client.GetStringAsync("/");

        Assert.Contains("<title>", page);
        var length = typeof(StavisLiveServer).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Dashboard/", StringComparison.Ordinal))
            .Sum(name => typeof(StavisLiveServer).Assembly.GetManifestResourceStream(name)!.Length);
        Assert.True(length < 160_000, $"The page has {length} bytes.");
    }

    private static async Task<string> NextLineAsync(StreamReader reader, string beginning)
    {
        var line = "";
        while (!line.StartsWith(beginning, StringComparison.Ordinal)) line = (await reader.ReadLineAsync(new CancellationTokenSource(RunningServer.Patience).Token))!;
        return line;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
