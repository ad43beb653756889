using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCvSharp;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Stills;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Stills;

public sealed class ImageSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Folder => Path.GetDirectoryName(_folder["x"])!;

    [Fact]
    public async Task ReadAsync_Folder_GivesItsPicturesByName()
    {
        Save("b.png", 20, 10, Scalar.Red);
        Save("a.jpg", 8, 8, Scalar.Blue);
        File.WriteAllText(_folder["notes.txt"], "not a picture");

        var (description, frames) = await ReadAsync(Folder);

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

        await using var source = new ImageSource(Folder, TimeProvider.System, NullLogger.Instance);
        await source.OpenAsync(default);
        await source.ReadAsync(new NamesOnly(names), default);

        Assert.Equal(["a.bmp", "a.png"], names);
    }

    [Fact]
    public async Task ReadAsync_DamagedPicturesOfAFolder_AreNamedAndTheOthersHandedOver()
    {
        Save("a.png", 4, 4, Scalar.Red);
        File.WriteAllText(_folder["b.png"], "no picture");
        File.CreateSymbolicLink(_folder["c.jpg"], _folder["gone.jpg"]);
        Save("d.bmp", 6, 4, Scalar.Red);
        var log = new RecordingLogger();
        var writer = new CollectingMediaWriter();
        await using var source = new ImageSource(Folder, TimeProvider.System, log);
        await source.OpenAsync(default);

        var e = await Assert.ThrowsAsync<SourceException>(() => source.ReadAsync(writer, default));

        Assert.EndsWith("2 of 4 pictures could not be read (b.png, c.jpg).", e.Message);
        Assert.Equal([(0, 4), (3, 6)], writer.Frames.Select(frame => ((int)frame.Index, frame.Width)));
        Assert.Contains(log.Entries, entry => entry.Text.Contains("b.png cannot be read as a picture", StringComparison.Ordinal));
        Assert.Contains(log.Entries, entry => entry.Text.Contains("no picture at", StringComparison.Ordinal) && entry.Text.Contains("c.jpg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadAsync_HiddenFilesAndOtherKinds_AreNoPicturesAndTheLatterAreSaid()
    {
        Save("a.png", 4, 4, Scalar.Red);
        File.WriteAllBytes(_folder["._a.jpg"], [0, 5, 22, 7]);
        File.WriteAllText(_folder["b.HEIC"], "heic");
        File.WriteAllText(_folder["c.txt"], "notes");
        var log = new RecordingLogger();

        var (description, frames) = await ReadAsync(Folder, log);

        Assert.Equal(1, description.FrameCount);
        Assert.Single(frames);
        Assert.Contains("1 pictures of kinds that are not taken (b.HEIC)", Assert.Single(log.Entries).Text);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("bmp")]
    [InlineData("tif")]
    public async Task ReadAsync_HalfAPicture_IsRefused(string kind)
    {
        using (var noise = new Mat(90, 120, MatType.CV_8UC3))
        {
            Cv2.Randu(noise, Scalar.All(0), Scalar.All(255));
            Cv2.ImWrite(_folder["whole." + kind], noise);
        }
        var bytes = File.ReadAllBytes(_folder["whole." + kind]);
        File.WriteAllBytes(_folder["half." + kind], bytes[..(bytes.Length / 2)]);

        await ReadAsync(_folder["whole." + kind]);
        var e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["half." + kind]));

        Assert.Contains($"half.{kind} cannot be read as a picture", e.Message);
    }

    [Fact]
    public async Task ReadAsync_PictureLargerThanOpenCvTakes_IsToldInWords()
    {
        // A bitmap's header that speaks of two million pixels a row.
        byte[] head = [.. "BM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 0x80, 0x84, 0x1E, 0, 1, 0, 0, 0, 1, 0, 24, 0];
        File.WriteAllBytes(_folder["big.bmp"], [.. head, .. new byte[64]]);

        var e = await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["big.bmp"]));

        Assert.EndsWith("big.bmp cannot be read as a picture: it is damaged, or larger than a million pixels a side or 715 million in all.", e.Message);
    }

    [Theory]
    [InlineData("exif6.tif", 80, 120)]
    [InlineData("g4_orientation_6.tif", 590, 88)]
    public async Task ReadAsync_TiffHeldUpright_IsTurned(string name, int width, int height)
    {
        var (_, frames) = await ReadAsync(Path.Combine(AppContext.BaseDirectory, "TestData", "pictures", name));

        Assert.Equal((width, height), (frames[0].Width, frames[0].Height));
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(3, 1, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, 0, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 1)]
    [InlineData(8, 0, 1)]
    public async Task ReadAsync_WebpHeldInAnyWay_IsTurned(byte orientation, int right, int down)
    {
        // The one red quarter lies at the top left as stored: rows from the top, columns from the left.
        using (var picture = new Mat(20, 40, MatType.CV_8UC3, Scalar.Blue))
        {
            picture[new Rect(0, 0, 20, 10)].SetTo(Scalar.Red);
            Cv2.ImWrite(_folder["a.webp"], picture, new ImageEncodingParam(ImwriteFlags.WebPQuality, 101));
        }
        File.WriteAllBytes(_folder["a.webp"], WithExif(File.ReadAllBytes(_folder["a.webp"]), 40, 20, orientation));

        var (_, frames) = await ReadAsync(_folder["a.webp"]);

        Assert.Equal(orientation < 5 ? (40, 20) : (20, 40), (frames[0].Width, frames[0].Height));
        Assert.Equal((0, 0, 255), frames[0].At(right * (frames[0].Width - 1), down * (frames[0].Height - 1)));
        Assert.Equal((255, 0, 0), frames[0].At((1 - right) * (frames[0].Width - 1), (1 - down) * (frames[0].Height - 1)));
    }

    [Fact]
    public async Task ReadAsync_WebpOfAnotherProgram_IsTurned()
    {
        var (_, frames) = await ReadAsync(Path.Combine(AppContext.BaseDirectory, "TestData", "pictures", "hopper_orientation_6.webp"));

        // As Pillow 9.4 shows it, turned: blue, green, red of two corners.
        Assert.Equal([(62, 20, 22), (188, 117, 83)], new[] { frames[0].At(0, 0), frames[0].At(127, 0) });
    }

    [Fact]
    public async Task ReadAsync_AnimationOrPages_SaysThatOnlyTheFirstIsLookedAt()
    {
        await TestClip.MakeAsync(_folder["a.png"], "-f lavfi -i testsrc=s=32x16:r=5:d=1 -f apng");
        await TestClip.MakeAsync(_folder["b.webp"], "-f lavfi -i testsrc=s=32x16:r=5:d=1 -c:v libwebp_anim -f webp");
        using (Mat first = new(8, 8, MatType.CV_8UC3, Scalar.Red), second = new(8, 8, MatType.CV_8UC3, Scalar.Blue)) Cv2.ImWrite(_folder["c.tif"], [first, second]);
        Save("d.jpg", 8, 8, Scalar.Red);
        var log = new RecordingLogger();

        var (_, frames) = await ReadAsync(Folder, log);

        Assert.Equal(4, frames.Count);
        Assert.Equal(
            ["a.png holds 5 pictures", "b.webp holds 5 pictures", "c.tif holds 2 pictures"],
            log.Entries.Select(entry => Path.GetFileName(entry.Text)[..entry.Text[(Folder.Length + 1)..].IndexOf(':')]));
    }

    [Fact]
    public async Task OpenAsync_FolderThatMayNotBeRead_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may read every folder, and Windows closes them in another way.");
        using var _ = new ClosedFolder(_folder["closed"]);

        Assert.Contains("closed may not be read", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["closed"]))).Message);
    }

    [Fact]
    public async Task OpenAsync_EmptyFolderOrMissingFile_SaysSo()
    {
        Directory.CreateDirectory(_folder["empty"]);

        Assert.Contains(".jpg", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["empty"]))).Message);
        Assert.Contains("missing.png", (await Assert.ThrowsAsync<SourceException>(() => ReadAsync(_folder["missing.png"]))).Message);
    }

    private static async Task<(SourceDescription Description, List<CapturedFrame> Frames)> ReadAsync(string path, ILogger? log = null)
    {
        await using var source = new ImageSource(path, TimeProvider.System, log ?? NullLogger.Instance);
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

    /// <summary>Makes an extended WebP file of a simple one, with a note on the orientation that begins as JPEG's does.</summary>
    private static byte[] WithExif(byte[] simple, int width, int height, byte orientation)
    {
        byte[] extended = [.. "VP8X"u8, 10, 0, 0, 0, 8, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] file = [.. simple[..12], .. extended, .. simple[12..], .. "EXIF"u8, (byte)(6 + tiff.Length), 0, 0, 0, .. "Exif\0\0"u8, .. tiff];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
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
