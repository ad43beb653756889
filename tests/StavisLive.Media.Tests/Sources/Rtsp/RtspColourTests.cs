using Microsoft.Extensions.Logging;
using StavisLive.Media.Sources.Rtsp;
using StavisLive.Media.Tests.Sources.Files;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Rtsp;

/// <summary>The colours of a stream's pictures, whether it says what they are made of or not.</summary>
public sealed class RtspColourTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    // Red 32, green 192, blue 64 by ITU-T H.273, as luma, blue and red difference.
    private const string Bt601 = "127:95:67";
    private const string Bt709 = "144:88:63";
    private const string Bt709OfFullRange = "149:82:54";
    private const string Bt2020 = "138:91:62";

    [Theory]
    [InlineData("hd.mp4", "1280x720", Bt709, "")]
    [InlineData("upright.mp4", "720x1280", Bt709, "")]
    [InlineData("sd.mp4", "720x576", Bt601, "")]
    [InlineData("full.mp4", "1280x720", Bt709OfFullRange, "-color_range pc")]
    [InlineData("odd-hd.mp4", "1280x720", Bt601, "-colorspace smpte170m")]
    [InlineData("odd-sd.mp4", "640x480", Bt709, "-colorspace bt709 -color_trc bt709 -color_primaries bt709")]
    public async Task Read_AnyColours_AreThoseThatPlayersShow(string name, string size, string planes, string said)
    {
        var (frame, log) = await ReadAsync(name, size, planes, said);

        AssertColour(frame);
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task Read_HighDynamicRange_IsWatchedAsItIsAndSaysSoOnce()
    {
        var (frame, log) = await ReadAsync("hdr.mp4", "640x480", Bt2020, "-colorspace bt2020nc -color_trc smpte2084 -color_primaries bt2020");

        AssertColour(frame);
        var (level, text) = Assert.Single(log.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.EndsWith("is HDR: its pictures are watched pale and dark as they are", text);
    }

    // Planes are whole levels, up to two of a colour. By another standard green would be 18 levels off and more.
    private static void AssertColour(CapturedFrame frame)
    {
        var (blue, green, red) = frame.At(101, 101);
        Assert.InRange(red, 32 - 3, 32 + 3);
        Assert.InRange(green, 192 - 3, 192 + 3);
        Assert.InRange(blue, 64 - 3, 64 + 3);
    }

    private async Task<(CapturedFrame Frame, RecordingLogger Log)> ReadAsync(string name, string size, string planes, string said)
    {
        var levels = planes.Split(':');
        var clip = await clips.MakeAsync(name,
            $"-f lavfi -i nullsrc=s={size}:r=25:d=0.04 -vf format=yuv420p,geq=lum={levels[0]}:cb={levels[1]}:cr={levels[2]},loop=199:1 " +
            $"-c:v libx264 -preset ultrafast -qp 0 -g 25 {said}");
        await using var server = await RtspServer.StartAsync("--file", clip, "--as-encoded", "--no-sound");
        using var enough = new CancellationTokenSource();
        var media = new CollectingMediaWriter { OnFrame = _ => enough.Cancel() };
        var log = new RecordingLogger();
        var options = new RtspSourceOptions { WantsAudio = false, FindsFrameRate = false, ConnectTimeout = TimeSpan.FromSeconds(40) };
        await using var source = new RtspSource(server.Address, options, TimeProvider.System, log: log);
        await source.OpenAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => source.ReadAsync(media, enough.Token));
        return (media.Frames[0], log);
    }
}
