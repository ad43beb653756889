using OpenCvSharp;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Stills;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Stills;

public sealed class ImageSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_Folder_GivesItsPicturesByName()
    {
        Save("b.png", 20, 10, Scalar.Red);
        Save("a.jpg", 8, 8, Scalar.Blue);
        File.WriteAllText(_folder["notes.txt"], "not a picture");

        var (description, frames) = await ReadAsync(Path.GetDirectoryName(_folder["x"])!);

        Assert.Equal(SourceKind.Stills, description.Kind);
        Assert.Equal(2, description.FrameCount);
        Assert.Equal([(8, 8), (20, 10)], frames.Select(frame => (frame.Width, frame.Height)));
        Assert.Equal([0, 0, 255], frames[1].Pixels[..3]); // blue, green, red
    }

    [Fact]
    public async Task ReadAsync_PipeNamedLikeAPicture_SaysSoAndWaitsForNobody()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Made with mkfifo.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [_folder["a.png"]])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);

        var error = Assert.Throws<SourceException>(() => new PictureReader().Read(_folder["a.png"]));

        Assert.Contains("a.png is a pipe or a device", error.Message);
    }

    [Theory]
    [InlineData("gray.png", 0)]
    [InlineData("alpha.png", 4)]
    [InlineData("deep.png", 16)]
    public async Task ReadAsync_OtherKindsOfPixels_BecomeEightBitColour(string name, int kind)
    {
        var type = kind switch { 0 => MatType.CV_8UC1, 4 => MatType.CV_8UC4, _ => MatType.CV_16UC3 };
        using (var picture = new Mat(4, 6, type, kind == 16 ? new Scalar(0x8000, 0x8000, 0x8000) : Scalar.All(128))) Cv2.ImWrite(_folder[name], picture);

        var (_, frames) = await ReadAsync(_folder[name]);

        Assert.All(Assert.Single(frames).Pixels, value => Assert.Equal(128, value));
    }

    [Fact]
    public async Task ReadAsync_PictureOfAPhoneHeldUpright_IsTurned()
    {
        Save("phone.jpg", 40, 20, Scalar.Green);
        InsertOrientation(_folder["phone.jpg"], orientation: 6);

        var (_, frames) = await ReadAsync(_folder["phone.jpg"]);

        Assert.Equal((20, 40), (frames[0].Width, frames[0].Height));
    }

    [Fact]
    public async Task ReadAsync_NamesThatDifferInTheirExtension_StayApart()
    {
        Save("a.png", 4, 4, Scalar.Red);
        Save("a.bmp", 4, 4, Scalar.Red);
        var names = new List<string?>();

        await using var source = new ImageSource(Path.GetDirectoryName(_folder["x"])!, TimeProvider.System);
        await source.OpenAsync(default);
        await source.ReadAsync(new NamesOnly(names), default);

        Assert.Equal(["a.bmp", "a.png"], names);
    }

    [Fact]
    public async Task ReadAsync_DamagedPicture_IsNamed()
    {
        Save("a.png", 4, 4, Scalar.Red);
        File.WriteAllText(_folder["b.png"], "no picture");

        var e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(Path.GetDirectoryName(_folder["x"])!));

        Assert.Contains("b.png", e.Message);
    }

    [Fact]
    public async Task OpenAsync_EmptyFolderOrMissingFile_SaysSo()
    {
        Directory.CreateDirectory(_folder["empty"]);

        Assert.Contains(".jpg", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["empty"]))).Message);
        Assert.Contains("missing.png", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["missing.png"]))).Message);
    }

    private static async Task<(SourceDescription Description, List<CapturedFrame> Frames)> ReadAsync(string path)
    {
        await using var source = new ImageSource(path, TimeProvider.System);
        var description = await source.OpenAsync(default);
        var writer = new CollectingMediaWriter();
        await source.ReadAsync(writer, default);
        return (description, writer.Frames);
    }

    private void Save(string name, int width, int height, Scalar colour)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3, colour);
        Cv2.ImWrite(_folder[name], picture);
    }

    /// <summary>Puts an Exif segment with nothing but the orientation behind a JPEG's first marker.</summary>
    private static void InsertOrientation(string file, byte orientation)
    {
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] segment = [0xFF, 0xE1, 0, (byte)(2 + 6 + tiff.Length), .. "Exif\0\0"u8, .. tiff];
        var jpeg = File.ReadAllBytes(file);
        File.WriteAllBytes(file, [.. jpeg[..2], .. segment, .. jpeg[2..]]);
    }
}
