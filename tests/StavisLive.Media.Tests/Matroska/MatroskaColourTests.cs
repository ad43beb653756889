using StavisLive.Media.Matroska;
using StavisLive.Media.Sources;
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
    [InlineData("-c:v libx264 -pix_fmt yuv420p", 2, 2, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709", 1, 1, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m", 6, 6, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace bt470bg", 5, 2, false)]
    [InlineData("-c:v libx264 -pix_fmt yuv420p -colorspace bt709", 1, 2, false)]
    [InlineData("-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -colorspace bt2020nc -color_primaries bt2020 -color_trc smpte2084", 9, 16, true)]
    [InlineData("-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -colorspace bt2020nc -color_primaries bt2020 -color_trc arib-std-b67", 9, 18, true)]
    // What JPEG is by definition.
    [InlineData("-c:v mjpeg -pix_fmt yuvj420p", 5, 2, false)]
    public async Task ReadTracks_FromFfmpeg_IsWhatTheStreamSays(string coding, int matrix, int transfer, bool isHdr)
    {
        var colour = (await ReadAsync(coding)).Track.Colour;

        Assert.Equal((matrix, transfer, isHdr), (colour.Matrix, colour.Transfer, colour.IsHdr));
        Assert.False(colour.IsFullRange);
    }

    [Theory]
    [InlineData("-c:v libx264 -pix_fmt yuvj420p")]
    [InlineData("-c:v mjpeg -pix_fmt yuvj420p")]
    public async Task ReadTracks_FullRange_IsSaidAsThePlanesAre(string coding)
    {
        var (track, planes) = await ReadAsync(coding);

        // Red's luma: 0.299 of all 256 levels, or of those from 16 to 235.
        Assert.InRange(planes[0], track.Colour.IsFullRange ? 75 : 80, track.Colour.IsFullRange ? 77 : 82);
    }

    [Fact]
    public void Parse_FullRange_IsSaid() =>
        Assert.Equal(new MatroskaColour(9, 16, 2), MatroskaColour.Parse([0x55, 0xBA, 0x81, 16, 0x55, 0xB1, 0x81, 9, 0x55, 0xBB, 0x81, 9, 0x55, 0xB9, 0x81, 2]));

    [Fact]
    public void Parse_CutOff_SaysSo() => Assert.Throws<InvalidDataException>(() => MatroskaColour.Parse([0x55, 0xB1, 0x81]));

    private async Task<(MatroskaTrack Track, byte[] Planes)> ReadAsync(string coding)
    {
        var clip = await TestClip.MakeAsync(_folder["clip.mkv"], $"{Red} {coding}");
        var bytes = await TestClip.RunAsync(
            ["-i", clip, .. CaptureArguments.Tracks("0:V:0", "", AudioIntake.None, samplesPerPacket: 0, PixelLayout.Yuv), .. CaptureArguments.Output(TimeSpan.Zero)], default);
        var reader = new MatroskaReader(new MemoryStream(bytes));
        var track = Assert.Single(reader.ReadTracks());
        Assert.True(reader.TryReadBlock(out var block));
        var planes = new byte[block.Length];
        reader.ReadPayload(planes);
        return (track, planes);
    }
}
