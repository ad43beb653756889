using StavisLive.Core.Media;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Files;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Files;

public sealed class FileSourceTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    // Black with a white flash and a 1 kHz tone of 0.1 s at every full second; the first at 1 s.
    private const string FlashAndBeep =
        "-f lavfi -i color=black:s=160x120:r=25:d=3.5 " +
        "-f lavfi -i aevalsrc='gte(t,1)*lt(mod(t,1),0.1)*sin(2000*PI*t)/2':s=48000:d=3.5 " +
        "-vf drawbox=c=white:t=fill:enable='gte(t,1)*lt(mod(t,1),0.1)'";

    [Fact]
    public async Task Read_FlashAndBeep_AreWithinTwoMilliseconds()
    {
        var clip = await clips.MakeAsync("flash.mp4", FlashAndBeep + " -c:v libx264 -g 1 -crf 10 -c:a aac -b:a 192k");

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal([1, 2, 3], media.Flashes());
        var beeps = media.Beeps();
        Assert.Equal(3, beeps.Count);
        for (var i = 0; i < 3; i++) Assert.InRange(beeps[i] - (i + 1), -0.002, 0.002);
    }

    [Fact]
    public async Task Read_KnownColours_AreWhereTheyBelong()
    {
        var clip = await clips.MakeAsync(
            "corners.mkv",
            "-f lavfi -i color=lime:s=33x21:r=10:d=0.3,format=gbrp -c:v ffv1 " +
            "-vf drawbox=w=8:h=8:c=red:t=fill,drawbox=x=25:y=13:w=8:h=8:c=blue:t=fill");

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal((33, 21), (description.Width, description.Height));
        Assert.Equal(3, media.Frames.Count);
        var frame = media.Frames[0];
        Assert.Equal((0, 0, 255), frame.At(0, 0));
        Assert.Equal((255, 0, 0), frame.At(32, 20));
        Assert.Equal((0, 255, 0), frame.At(32, 0));
        Assert.Equal((0, 255, 0), frame.At(0, 20));
    }

    [Fact]
    public async Task Open_VideoWithAudio_IsDescribed()
    {
        var clip = await clips.MakeAsync(
            "described.mp4", "-f lavfi -i testsrc=s=160x120:r=30000/1001:d=1 -f lavfi -i sine=d=1 -c:v libx264 -c:a aac");
        await using var source = FileSourceFixture.Open(clip);

        var description = await source.OpenAsync(CancellationToken.None);

        Assert.Equal("described.mp4", source.Name);
        Assert.Equal((160, 120, true, false), (description.Width, description.Height, description.HasAudio, description.IsLive));
        Assert.Equal(SourceKind.Video, description.Kind);
        Assert.Equal(29.97, description.FrameRate, 2);
        Assert.Equal(30, description.FrameCount);
        Assert.Null(description.EncodedAudio);
    }

    [Theory]
    [InlineData("one.mp4", 1)]
    [InlineData("seven.webm", 7)]
    [InlineData("many.avi", 100)]
    public async Task Read_ClipOfSoManyFrames_DeliversExactlyThose(string name, int count)
    {
        var clip = await clips.MakeAsync(name, $"-f lavfi -i testsrc=s=160x120:r=25 -frames:v {count}");

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal(Enumerable.Range(0, count).Select(n => (long)n), media.Frames.Select(frame => frame.Index));
    }

    [Fact]
    public async Task Read_VariableFrameRate_KeepsEveryStamp()
    {
        var clip = await clips.MakeAsync(
            "variable.mkv", "-f lavfi -i testsrc=s=160x120:r=100:d=1 -vf select='not(mod(n*n,7)-1)' -fps_mode vfr -c:v libx264");
        var expected = await TestClip.ProbeAsync("-select_streams v -show_entries frame=pts_time", clip);

        var (_, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.True(expected.Length > 20);
        // The first frame, at 0.01 s in the file, is where the stream's time line begins.
        Assert.Equal(
            expected.Select(text => Math.Round(double.Parse(text.TrimEnd(',')) - 0.01, 3)),
            media.Frames.Select(frame => frame.Time.Seconds));
    }

    [Fact]
    public async Task Read_Twice_IsIdentical()
    {
        var clip = await clips.MakeAsync(
            "twice.mp4", "-f lavfi -i testsrc2=s=160x120:r=30:d=3 -f lavfi -i sine=d=3 -c:v libx264 -bf 3 -c:a aac");
        var options = new FileSourceOptions { PassEncodedAudio = true };

        var (_, first) = await FileSourceFixture.ReadAsync(clip, options);
        var (_, second) = await FileSourceFixture.ReadAsync(clip, options);

        Assert.Equal(90, first.Frames.Count);
        Assert.Equal(first.Frames.Select(Identity), second.Frames.Select(Identity));
        Assert.Equal(first.Samples, second.Samples);
        Assert.Equal(first.Blocks, second.Blocks);
        Assert.Equal(first.Order, second.Order);
    }

    [Theory]
    [InlineData("odd.mp4", "testsrc=s=333x251:r=5:d=0.4 -c:v libx264 -pix_fmt yuv444p", 333, 251)]
    [InlineData("ten-bit.mp4", "testsrc=s=160x120:r=5:d=0.4 -c:v libx264 -pix_fmt yuv420p10le", 160, 120)]
    [InlineData("full-chroma.mp4", "testsrc=s=160x120:r=5:d=0.4 -c:v libx264 -pix_fmt yuv444p", 160, 120)]
    [InlineData("interlaced.ts", "testsrc=s=160x120:r=25:d=0.08 -c:v mpeg2video -flags +ildct+ilme", 160, 120)]
    [InlineData("grey.mkv", "testsrc=s=34x20:r=5:d=0.4 -pix_fmt gray -c:v ffv1", 34, 20)]
    public async Task Read_UncommonPictures_ComeAsTheyAre(string name, string arguments, int width, int height)
    {
        var clip = await clips.MakeAsync(name, "-f lavfi -i " + arguments);

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal((width, height), (description.Width, description.Height));
        Assert.Equal(2, media.Frames.Count);
        Assert.True(media.Frames[0].Pixels.Distinct().Count() > 20, "The picture is flat.");
    }

    [Theory]
    [InlineData(90, 120, 160)]
    [InlineData(180, 160, 120)]
    [InlineData(270, 120, 160)]
    public async Task Read_RotatedPhoneVideo_StandsUpright(int degrees, int width, int height)
    {
        var upright = await clips.MakeAsync(
            "lying.mp4", "-f lavfi -i color=black:s=160x120:r=5:d=0.4 -vf drawbox=w=40:h=40:c=red:t=fill -c:v libx264");
        var clip = Mp4Turn.Copy(upright, degrees);

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal((width, height), (description.Width, description.Height));
        var frame = media.Frames[0];
        // Turned counter-clockwise by N degrees.
        var (x, y) = degrees switch { 90 => (10, height - 10), 180 => (width - 10, height - 10), _ => (width - 10, 10) };
        Assert.True(frame.At(x, y).Red > 200);
        Assert.True(frame.At(width - 1 - x, height - 1 - y).Red < 50);
    }

    [Fact]
    public async Task Read_SizeChangesInside_StaysAtTheFirst()
    {
        var small = await clips.MakeAsync("small.ts", "-f lavfi -i testsrc=s=160x120:r=5:d=1 -c:v libx264");
        var large = await clips.MakeAsync("large.ts", "-f lavfi -i testsrc=s=320x180:r=5:d=1 -c:v libx264 -output_ts_offset 1");
        var clip = clips.Path("change.ts");
        await File.WriteAllBytesAsync(clip, [.. await File.ReadAllBytesAsync(small), .. await File.ReadAllBytesAsync(large)]);

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal((160, 120), (description.Width, description.Height));
        Assert.Equal(10, media.Frames.Count);
    }

    [Fact]
    public async Task Read_CoverArtBesideVideo_VideoIsChosen()
    {
        var cover = await clips.MakeAsync("cover.png", "-f lavfi -i color=red:s=32x32 -frames:v 1");
        var video = await clips.MakeAsync("plain.mp4", "-f lavfi -i testsrc=s=160x120:r=5:d=1 -c:v libx264");
        var clip = clips.Path("covered.mp4");
        await TestClip.RunAsync(
            ["-i", cover, "-i", video, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic", clip], default);

        var (description, media) = await FileSourceFixture.ReadAsync(clip);

        Assert.Equal((160, 5), (description.Width, media.Frames.Count));
    }

    private static (long Index, MediaTime Time, string Hash) Identity(CapturedFrame frame) => (frame.Index, frame.Time, frame.Hash);
}
