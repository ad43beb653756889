using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

public sealed class GuardedDecoderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decode_LargeClip_HasRoom()
    {
        var clip = await TestClip.MakeAsync(_folder["clip.mp4"], "-f lavfi -i testsrc=s=3840x2160:r=25 -t 0.4 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");

        await DecodeAsync(clip);

        Assert.Equal(["640,360,10"], await CountAsync());
    }

    [Fact]
    public async Task Decode_LargestPicture_HasRoom()
    {
        var picture = await TestClip.MakeAsync(_folder["picture.png"], "-f lavfi -i color=s=8000x6000:r=1 -frames:v 1 -pix_fmt rgba");

        await DecodeAsync(picture);

        Assert.Equal(["640,480,1"], await CountAsync());
    }

    [Fact]
    public async Task Decode_TooManyPixels_IsRefused()
    {
        var picture = await TestClip.MakeAsync(_folder["picture.png"], "-f lavfi -i color=s=8002x6000:r=1 -frames:v 1 -pix_fmt gray");

        var failure = await Assert.ThrowsAsync<FfmpegException>(() => DecodeAsync(picture));

        Assert.StartsWith("No picture can be read", failure.Message);
    }

    [Fact]
    public async Task Decode_LongAndFastClip_StopsAtTheLimitOfFrames()
    {
        var clip = await TestClip.MakeAsync(_folder["clip.mp4"], "-f lavfi -i testsrc=s=64x48:r=60 -t 60 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");

        await DecodeAsync(clip);

        Assert.Equal(["64,48,300"], await CountAsync());
    }

    [Fact]
    public async Task Decode_OnLinux_ChildGetsNoVariableButWhatItNeeds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A script takes the place of ffmpeg.");
        Environment.SetEnvironmentVariable("TEST_OTHER_SECRET", "secret");
        var ffmpeg = _folder["ffmpeg"];
        await File.WriteAllTextAsync(ffmpeg, "#!/bin/sh\nfor to; do :; done\nenv > \"$to\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(ffmpeg, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await GuardedDecoder.DecodeAsync(new FfmpegTools(ffmpeg, "", ""), "clip.mp4", _folder["got"], TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), default);

        var got = await File.ReadAllLinesAsync(_folder["got"]);
        Assert.Contains(got, variable => variable.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.DoesNotContain(got, variable => variable.StartsWith("TEST_OTHER_SECRET=", StringComparison.Ordinal));
    }

    private async Task DecodeAsync(string from) =>
        await GuardedDecoder.DecodeAsync(await FfmpegTools.FindAsync(default), from, _folder["decoded.mkv"], TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2), default);

    private Task<string[]> CountAsync() => TestClip.ProbeAsync("-count_frames -select_streams v -show_entries stream=width,height,nb_read_frames", _folder["decoded.mkv"]);
}
