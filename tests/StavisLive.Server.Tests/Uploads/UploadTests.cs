using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StavisLive.Hosting.Streams;
using StavisLive.Media.Ffmpeg;
using StavisLive.Server.Uploads;
using StavisLive.Testing;

namespace StavisLive.Server.Tests.Uploads;

/// <summary>Pictures and clips that people bring, and what enemies bring in their place.</summary>
public sealed class UploadTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stavis-live-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("still.png", 1, "-frames:v", "1")]
    [InlineData("still.jpg", 1, "-frames:v", "1")]
    [InlineData("clip.mp4", 25, "-t", "1", "-pix_fmt", "yuv420p")]
    [InlineData("clip.mkv", 25, "-t", "1")]
    public async Task Upload_PictureOrClip_GetsItsMap(string name, int frames, params string[] options)
    {
        await using var server = await RunningServer.StartAsync();

        var answer = await SendAsync(server, await MakeAsync(name, options));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var map = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((320, 180, frames), (map.GetProperty("width").GetInt32(), map.GetProperty("height").GetInt32(), map.GetProperty("frames").GetInt32()));
        Assert.Equal("PNG"u8.ToArray(), map.GetProperty("map").GetBytesFromBase64()[1..4]);
        Assert.Equal([0xFF, 0xD8], map.GetProperty("picture").GetBytesFromBase64()[..2]);
        // It was no source, and nothing that a report or an exit code would tell of.
        Assert.Equal("lab", Assert.Single((await server.GetAsync("/api/sources")).EnumerateArray()).GetProperty("id").GetString());
        var manager = server.Services.GetRequiredService<StreamManager>();
        Assert.Equal("lab", Assert.Single(manager.Status()).Stream);
        Assert.Empty(manager.Ends);
    }

    [Fact]
    public async Task Upload_Garbage_IsRefusedInWords()
    {
        await using var server = await RunningServer.StartAsync();
        var garbage = new byte[100_000];
        new Random(1).NextBytes(garbage);

        var answer = await server.Client.PostAsync("/api/maps", new ByteArrayContent(garbage));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("No picture can be read", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile '{0}'\n")]
    public async Task Upload_PlaylistThatNamesAnotherFile_IsRefused(string playlist)
    {
        await using var server = await RunningServer.StartAsync();
        var secret = await MakeAsync("secret.mp4", "-t", "1", "-pix_fmt", "yuv420p");

        var answer = await server.Client.PostAsync("/api/maps", new StringContent(string.Format(null, playlist, secret)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task Upload_Empty_IsRefused()
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await server.Client.PostAsync("/api/maps", new ByteArrayContent([]))).StatusCode);
    }

    [Fact]
    public async Task Upload_TooLarge_IsRefused()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/maps") { Content = new ByteArrayContent(new byte[65 << 20]) };
        request.Headers.ExpectContinue = true;
        // By default it begins to send after a second without an answer, which a busy machine may need.
        using var client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = RunningServer.Patience }) { BaseAddress = server.Address };

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Upload_BesideOneThatDoesNotCome_GetsItsMap()
    {
        await using var server = await RunningServer.StartAsync();
        using var end = new CancellationTokenSource();
        var slow = server.Services.GetRequiredService<UploadedMaps>().ComputeAsync(new Pipe().Reader.AsStream(), end.Token);

        var answer = await SendAsync(server, await MakeAsync("still.png", "-frames:v", "1"));

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.False(slow.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
    }

    [Fact]
    public async Task Upload_OneAfterTheOther_AddOneNameToTheMetrics()
    {
        await using var server = await RunningServer.StartAsync();
        var names = new ConcurrentQueue<object?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "stavis.frames") listener.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => names.Enqueue(tags.ToArray().Single(tag => tag.Key == "source").Value));
        listener.Start();
        var still = await MakeAsync("still.png", "-frames:v", "1");

        foreach (var _ in Enumerable.Range(0, 2)) Assert.True((await SendAsync(server, still)).IsSuccessStatusCode);

        Assert.Equal("upload/1", Assert.Single(names.OfType<string>().Where(name => name.StartsWith("upload", StringComparison.Ordinal)).Distinct()));
    }

    [Fact]
    public async Task Upload_Done_LeavesNoFileBehind()
    {
        await using var server = await RunningServer.StartAsync();
        var before = Directory.GetDirectories(Path.GetTempPath(), "stavis-live-*").ToHashSet();

        await SendAsync(server, await MakeAsync("still.png", "-frames:v", "1"));

        // Another test may be uploading at this moment; what that leaves is gone soon, too.
        await Eventually.HoldsAsync(
            () => !Directory.GetDirectories(Path.GetTempPath(), "stavis-live-*").Any(folder => !before.Contains(folder) && File.Exists(Path.Combine(folder, "upload"))),
            () => "A file was left behind.");
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningServer server, string file) =>
        await server.Client.PostAsync("/api/maps", new ByteArrayContent(await File.ReadAllBytesAsync(file)));

    private async Task<string> MakeAsync(string name, params string[] options)
    {
        var path = Path.Combine(_folder.FullName, name);
        var tools = await FfmpegTools.FindAsync(CancellationToken.None);
        using var child = Process.Start(new ProcessStartInfo(tools.Ffmpeg, ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc=s=320x180:r=25", .. options, path]))!;
        await child.WaitForExitAsync();
        Assert.Equal(0, child.ExitCode);
        return path;
    }
}
