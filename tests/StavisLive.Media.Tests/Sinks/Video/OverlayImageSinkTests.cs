using OpenCvSharp;
using StavisLive.Core.Sinks;
using StavisLive.Core.Sources;
using StavisLive.Media.Rendering;
using StavisLive.Media.Sinks.Video;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Video;

public sealed class OverlayImageSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shown.png")]
    [InlineData("shown.JPG")]
    [InlineData("shown.jpeg")]
    public async Task WriteAsync_OneStill_IsOneFileOfItsSize(string name)
    {
        await WriteAsync(_folder[name], Still(0, "beach", 333, 251));

        using var image = Cv2.ImRead(_folder[name]);
        Assert.Equal(new Size(333, 251), image.Size());
        // Far from the peak the picture is as it was (a jpeg's colours up to its rounding).
        var corner = image.At<Vec3b>(250, 332);
        Assert.Equal(40, corner.Item0, 4.0);
        Assert.Equal(90, corner.Item1, 4.0);
        Assert.Equal(150, corner.Item2, 4.0);
        Assert.NotEqual(corner, image.At<Vec3b>(60, 80));
    }

    [Fact]
    public async Task WriteAsync_SeveralStills_AreAFolderOfTheirNames()
    {
        await WriteAsync(_folder["shown"], Still(0, "beach", 64, 48), Still(1, "beach", 32, 33), Still(2, "dog", 10, 10));

        Assert.Equal(
            ["beach-2.png", "beach.png", "dog.png"],
            Directory.GetFileSystemEntries(_folder["shown"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var second = Cv2.ImRead(_folder["shown/beach-2.png"]);
        Assert.Equal(new Size(32, 33), second.Size());
    }

    [Fact]
    public async Task WriteAsync_EveryStill_HasAScaleOfItsOwn()
    {
        // After a bright still a dull one of the same shape looks the same: they have nothing to do with each other.
        await WriteAsync(_folder["shown"], Still(0, "bright", 64, 48), Still(1, "dull", 64, 48, factor: 0.1f));

        Assert.Equal(await File.ReadAllBytesAsync(_folder["shown/bright.png"]), await File.ReadAllBytesAsync(_folder["shown/dull.png"]));
    }

    [Fact]
    public async Task OpenAsync_SeveralStillsForOneFile_SaysSoAndTouchesNothing()
    {
        await using var sink = new OverlayImageSink(_folder["shown.png"], new OverlayOptions());

        var error = await Assert.ThrowsAsync<SinkException>(
            () => sink.OpenAsync(TestResults.Source(kind: SourceKind.Stills, frameCount: 2), CancellationToken.None));

        Assert.Contains(_folder["shown.png"], error.Message);
        Assert.Contains("folder", error.Message);
        Assert.False(File.Exists(_folder["shown.png"]));
    }

    [Fact]
    public async Task WriteAsync_SecondStillForOneFile_SaysSoAndKeepsTheFirst()
    {
        await using var sink = new OverlayImageSink(_folder["shown.png"], new OverlayOptions());
        await sink.OpenAsync(TestResults.Source(kind: SourceKind.Stills), CancellationToken.None);
        using var first = Still(0, "a", 64, 48);
        using var second = Still(1, "b", 32, 32);
        await sink.WriteAsync(first, CancellationToken.None);

        await Assert.ThrowsAsync<SinkException>(async () => await sink.WriteAsync(second, CancellationToken.None));

        using var image = Cv2.ImRead(_folder["shown.png"]);
        Assert.Equal(new Size(64, 48), image.Size());
    }

    [Theory]
    [InlineData("a.gif")]
    [InlineData("a.mp4")]
    public void CheckPath_OtherExtension_SaysWhatWouldBeRight(string name) => Assert.Contains(".png", OverlayImageSink.CheckPath(name));

    private async Task WriteAsync(string path, params SaliencyResult[] stills)
    {
        await using var sink = new OverlayImageSink(path, new OverlayOptions());
        await sink.OpenAsync(TestResults.Source(0, 0, SourceKind.Stills, stills.Length), CancellationToken.None);
        foreach (var still in stills)
        {
            await sink.WriteAsync(still, CancellationToken.None);
            still.Dispose();
        }
        await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
    }

    private static SaliencyResult Still(long index, string name, int width, int height, float factor = 1) =>
        TestResults.Make(index, [.. TestResults.Blob(28, 28).Select(value => value * factor)], TestResults.Picture(width, height)) with { StillName = name };
}
