using OpenCvSharp;
using StavisLive.Media.Sinks.Maps;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sinks.Maps;

public sealed class PngMapSinkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_Map_IsAnEightBitPictureOf255P()
    {
        await WriteAsync(index: 0, [.. Enumerable.Range(0, 112 * 112).Select(cell => cell / (112 * 112f - 1))]);

        using var png = Cv2.ImRead(_folder["maps/frame_000000.png"], ImreadModes.Unchanged);
        Assert.Equal(MatType.CV_8UC1, png.Type());
        Assert.Equal(new Size(112, 112), png.Size());
        for (var cell = 0; cell < 112 * 112; cell++)
            Assert.Equal(255.0 * cell / ((112 * 112) - 1), png.At<byte>(cell / 112, cell % 112), 0.501);
    }

    [Theory]
    [InlineData(0, "frame_000000.png")]
    [InlineData(123_456, "frame_123456.png")]
    [InlineData(1_234_567, "frame_1234567.png")]
    public async Task WriteAsync_Frame_IsNamedByItsIndex(long index, string name)
    {
        await WriteAsync(index, [0.5f]);

        Assert.Equal([_folder["maps/" + name]], Directory.GetFileSystemEntries(_folder["maps"]));
    }

    [Theory]
    [InlineData("maps.1", "maps.1")]
    [InlineData("harvest", "maps")]
    public async Task WriteAsync_FolderIsRenamed_GoesOnInItWhereAnotherProgramBeginsThere(string renamed, string next)
    {
        await using var sink = new PngMapSink(_folder["maps"]);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        using var first = TestResults.Make(0, [0.5f]);
        await sink.WriteAsync(first, CancellationToken.None);

        Directory.Move(_folder["maps"], _folder[renamed]);
        Directory.CreateDirectory(_folder["maps"]);
        using var second = TestResults.Make(1, [0.5f]);
        await sink.WriteAsync(second, CancellationToken.None);

        Assert.True(File.Exists(_folder[$"{renamed}/frame_000000.png"]));
        Assert.True(File.Exists(_folder[$"{next}/frame_000001.png"]));
    }

    private async Task WriteAsync(long index, float[] values)
    {
        await using var sink = new PngMapSink(_folder["maps"]);
        await sink.OpenAsync(TestResults.Source(), CancellationToken.None);
        using var result = TestResults.Make(index, values);
        await sink.WriteAsync(result, CancellationToken.None);
        await sink.CompleteAsync(TestResults.Summary(), CancellationToken.None);
    }
}
