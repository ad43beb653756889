using StavisLive.Media.Matroska;
using StavisLive.Media.Sources.Capture;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Matroska;

/// <summary>What ffmpeg says of colours when it hands planes over.</summary>
public sealed class MatroskaColourTests : IDisposable
{
    private const string Red = "-f lavfi -i color=red:s=64x48:r=5:d=0.4";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // Of H.264 without a word ffmpeg 5.1 writes where colour differences lie, and nothing else.
    [InlineData("-c:v libx264 -pix_fmt yuv420p", 2, 2, false, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709", 1, 1, false, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m", 6, 6, false, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace bt470bg", 5, 2, false, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace bt709", 1, 2, false, false)]
    [InlineData("-c:v libx264 -pix_fmt yuvj420p", 2, 2, true, false)]
    [InlineData("-c:v libx264 -pix_fmt yuvj422p -colorspace bt709", 1, 2, true, false)]
    [InlineData("-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084", 9, 16, false, true)]
    [InlineData("-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -colorspace bt2020nc -color_primaries bt2020 -color_trc arib-std-b67", 9, 18, false, true)]
    // What JPEG is by definition.
    [InlineData("-c:v mjpeg -pix_fmt yuvj420p", 5, 2, true, false)]
    public async Task ReadTracks_FromFfmpeg_IsWhatTheStreamSays(string coding, int matrix, int transfer, bool isFullRange, bool isHdr)
    {
        var (colour, luma) = await ReadAsync(coding);

        Assert.Equal((matrix, transfer, isFullRange, isHdr), (colour.Matrix, colour.Transfer, colour.IsFullRange, colour.IsHdr));
        // Red's, which ffmpeg makes by BT.601 whatever is said: 0.299 of all 256 levels, or of those from 16 to 235.
        Assert.InRange(luma, isFullRange ? 75 : 80, isFullRange ? 77 : 82);
    }

    [Fact]
    public void Parse_FullRange_IsSaid() =>
        Assert.Equal(new MatroskaColour(9, 16, 2), MatroskaColour.Parse([0x55, 0xBA, 0x81, 16, 0x55, 0xB1, 0x81, 9, 0x55, 0xBB, 0x81, 9, 0x55, 0xB9, 0x81, 2]));

    [Fact]
    public void Parse_CutOff_SaysSo() => Assert.Throws<InvalidDataException>(() => MatroskaColour.Parse([0x55, 0xB1, 0x81]));

    private async Task<(MatroskaColour Colour, byte Luma)> ReadAsync(string coding)
    {
        var clip = await TestClip.MakeAsync(_folder["clip.mkv"], $"{Red} {coding}");
        var bytes = await TestClip.RunAsync(
            ["-i", clip, .. CaptureArguments.Tracks("0:V:0", "", AudioIntake.None, samplesPerPacket: 0, CaptureArguments.Planes), .. CaptureArguments.Output(TimeSpan.Zero)], default);
        var reader = new MatroskaReader(new MemoryStream(bytes));
        var track = Assert.Single(reader.ReadTracks());
        Assert.True(reader.TryReadBlock(out _));
        var luma = new byte[1];
        reader.ReadPayload(luma);
        return (track.Colour, luma[0]);
    }
}
