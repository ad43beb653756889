using Microsoft.Extensions.Logging.Abstractions;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Cameras;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Cameras;

/// <summary>A FIFO that is played into, as a camera: the machine that tests run on has no other.</summary>
public sealed class CameraSourceTests : IDisposable
{
    private readonly FifoCamera _fifo = new();

    public void Dispose() => _fifo.Dispose();

    [Fact]
    public async Task ReadAsync_PlayedFifo_GivesItsPicturesAsTheyCome()
    {
        _fifo.Play(seconds: 4);
        await using var camera = Camera(_fifo.Path);

        var description = await camera.OpenAsync(default);
        var writer = new CollectingMediaWriter();
        var e = await Assert.ThrowsAsync<SourceException>(() => camera.ReadAsync(writer, default));

        Assert.Equal((320, 240), (description.Width, description.Height));
        Assert.True(description.IsLive);
        Assert.Contains("ended", e.Message);
        Assert.InRange(writer.Frames.Count, 20, 100);
        Assert.Equal(Enumerable.Range(0, writer.Frames.Count).Select(i => (long)i), writer.Frames.Select(frame => frame.Index));
        Assert.Equal(writer.Frames.OrderBy(frame => frame.Time), writer.Frames);
    }

    [Fact]
    public async Task ReadAsync_PlayerFreezes_TimesOutAndCloses()
    {
        _fifo.Play(seconds: 600);
        await using var camera = Camera(_fifo.Path, new CameraOptions { ReadTimeout = TimeSpan.FromSeconds(1) });
        await camera.OpenAsync(default);
        var writer = new CollectingMediaWriter
        {
            OnFrame = count =>
            {
                if (count == 10) _fifo.Freeze();
            },
        };

        var e = await Assert.ThrowsAsync<SourceException>(() => camera.ReadAsync(writer, default));

        Assert.Contains("no picture for 1 s", e.Message);
    }

    [Fact]
    public async Task OpenAsync_NobodyPlays_TimesOut()
    {
        await using var camera = Camera(_fifo.Path, new CameraOptions { ConnectTimeout = TimeSpan.FromMilliseconds(300) });

        Assert.Contains("no picture within", (await Assert.ThrowsAsync<SourceException>(() => camera.OpenAsync(default))).Message);

        // Lets the reader's thread go.
        await File.WriteAllTextAsync(_fifo.Path, "");
    }

    [Theory]
    [InlineData("97")]
    [InlineData("/dev/video97")]
    [InlineData("/nowhere/camera")]
    public async Task OpenAsync_ThereIsNone_IsNamed(string camera)
    {
        await using var source = Camera(camera);

        Assert.Contains($"no camera {camera}", (await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(default))).Message);
    }

    [Fact]
    public async Task OpenAsync_LinkToADevice_IsFollowedAnewEachTime()
    {
        var link = _fifo.Path + "-by-id";
        await using var source = Camera(link);
        foreach (var device in new[] { "/dev/video97", "/dev/video98" })
        {
            File.Delete(link);
            File.CreateSymbolicLink(link, device);

            Assert.Contains($"({device})", (await Assert.ThrowsAsync<SourceException>(() => source.OpenAsync(default))).Message);
        }
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("/dev/video97", true)]
    [InlineData("/dev/v4l/by-id/usb-nobody-has-this", true)]
    [InlineData("/dev/video-door", true)]
    [InlineData("/dev/null", false)]
    [InlineData("/dev/shm/camera", false)]
    [InlineData("/nowhere/camera", false)]
    public void MayComeBack_Address_TellsDevicesFromFiles(string camera, bool mayComeBack) =>
        Assert.Equal(mayComeBack, CameraSource.MayComeBack(camera));

    private static CameraSource Camera(string address, CameraOptions? options = null) =>
        new(address, options ?? new CameraOptions(), TimeProvider.System, NullLogger.Instance);
}
