using System.Net;
using System.Text;
using System.Text.Json;
using StavisLive.Core.Arrays;
using StavisLive.Core.Media;

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
        request.Headers.Add("Last-Event-ID", "1");

        using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var line = "";
        while (!line.StartsWith("data:", StringComparison.Ordinal)) line = (await reader.ReadLineAsync(new CancellationTokenSource(RunningServer.Patience).Token))!;
        Assert.Equal(2, JsonSerializer.Deserialize<JsonElement>(line[5..]).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task OpenApi_EveryEndpoint_IsDescribed()
    {
        await using var server = await RunningServer.StartAsync();

        var paths = (await server.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        Assert.Contains("/api/sources/{id}/map.png", paths);
        Assert.Contains("/api/sources/{id}/search", paths);
        Assert.Contains("/api/maps", paths);
        Assert.DoesNotContain("/app.js", paths);
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
    public async Task Page_AllFilesTogether_AreSmall()
    {
        await using var server = await RunningServer.StartAsync();
        var page = await server.Client.GetStringAsync("/");

        Assert.Contains("<title>", page);
        var length = typeof(StavisLiveServer).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Dashboard/", StringComparison.Ordinal))
            .Sum(name => typeof(StavisLiveServer).Assembly.GetManifestResourceStream(name)!.Length);
        Assert.True(length < 150_000, $"The page has {length} bytes.");
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
