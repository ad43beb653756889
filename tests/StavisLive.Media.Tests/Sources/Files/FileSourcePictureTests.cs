using Microsoft.Extensions.Logging;
using StavisLive.Core.Media;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Files;

/// <summary>How pictures are shown: their colours, the shape of their pixels, and which of several tracks.</summary>
public sealed class FileSourcePictureTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    [Theory]
    [InlineData("hd.mp4", "1280x720", "bt709", "unknown")]
    [InlineData("upright.mp4", "720x1280", "bt709", "unknown")]
    [InlineData("sd.mp4", "720x576", "smpte170m", "unknown")]
    [InlineData("odd-hd.mp4", "1280x720", "smpte170m", "smpte170m")]
    [InlineData("odd-sd.mp4", "640x480", "bt709", "bt709")]
    public async Task Read_AnyColours_AreThoseThatPlayersShow(string name, string size, string matrix, string said)
    {
        var clip = await clips.MakeAsync(name,
            $"-f lavfi -i color=0x20c040:s={size}:r=5:d=0.4 -vf scale=out_color_matrix={matrix}:out_range=tv,format=yuv420p,setparams=colorspace={said} -c:v libx264 -qp 0");

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        // The other standard would be 9 levels of red off, and 23 of green; ffmpeg's quick conversion is up to five off.
        var (blue, green, red) = media.Frames[0].At(100, 100);
        Assert.InRange(red, 0x20 - 6, 0x20 + 6);
        Assert.InRange(green, 0xC0 - 6, 0xC0 + 6);
        Assert.InRange(blue, 0x40 - 6, 0x40 + 6);
    }

    [Theory]
    // The codes of 10, 50 and 203 cd/m2 (SMPTE ST 2084, ten bits); below three tenths of white, which is 203, nothing but the curve changes:
    // a display shows 203 times the 2.4th power (ITU-R BT.1886), so that 255 times the 2.4th root of 10/203 is 73, and of 50/203 142.
    [InlineData("ten.mkv", 327, 70, 76)]
    [InlineData("fifty.mkv", 450, 139, 145)]
    [InlineData("white.mkv", 573, 200, 245)]
    public async Task Read_HighDynamicRange_IsBroughtToOrdinaryDisplays(string name, int code, int least, int most)
    {
        var clip = await clips.MakeAsync(name,
            $"-f lavfi -i color=black:s=64x64:r=5:d=0.4 -vf format=yuv420p10le,geq=lum={code}:cb=512:cr=512," +
            "setparams=color_trc=smpte2084:colorspace=bt2020nc:color_primaries=bt2020:range=tv -c:v ffv1");
        var log = new RecordingLogger();

        var (_, media) = await FileSourceFixture.ReadAsync(clip, logger: log);

        var (blue, green, red) = media.Frames[0].At(32, 32);
        Assert.InRange(green, least, most);
        Assert.InRange(Math.Max(Math.Abs(red - green), Math.Abs(blue - green)), 0, 2);
        Assert.Contains("is HDR: its brightness is brought to that of ordinary displays", Assert.Single(log.Entries, entry => entry.Level == LogLevel.Information).Text);
    }

    [Fact]
    public async Task Read_PixelsThatAreNoSquares_AreDescribedSoTurnedAsWell()
    {
        var clip = await clips.MakeAsync("wide.mp4", "-f lavfi -i testsrc=s=160x120:r=5:d=0.4 -vf setsar=64/45 -c:v libx264");
        var upright = Mp4Turn.Copy(clip, 90);

        var (description, _) = await FileSourceFixture.ReadAsync(clip);
        var (turned, media) = await FileSourceFixture.ReadAsync(upright);

        Assert.Equal(new PixelAspect(64, 45), description.PixelAspect);
        Assert.Equal(new PixelAspect(45, 64), turned.PixelAspect);
        Assert.Equal((120, 160, new PixelAspect(45, 64)), (media.Frames[0].Width, media.Frames[0].Height, media.Frames[0].PixelAspect));
    }

    [Fact]
    public async Task Read_TwoVideoTracks_DefaultOneIsSeen()
    {
        var clip = await clips.MakeAsync("two-videos.mkv",
            "-f lavfi -i testsrc=s=64x64:r=5:d=1 -f lavfi -i testsrc=s=160x120:r=10:d=1 -map 0 -map 1 -c:v libx264 -disposition:v:0 0 -disposition:v:1 default");

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal((160, 120), (description.Width, description.Height));
        Assert.Equal(10, media.Frames.Count);
    }
}
