using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Files;

public sealed class FileSourceBadInputTests(FileSourceFixture clips) : IClassFixture<FileSourceFixture>
{
    private const string FourSeconds = "-f lavfi -i testsrc2=s=160x120:r=25:d=4 -f lavfi -i sine=d=4 -c:v libx264 -g 25 -c:a aac";

    [Fact]
    public async Task Open_MissingFile_NamesIt() =>
        Assert.Contains("nowhere.mp4 does not exist", await FileSourceFixture.OpeningErrorAsync(clips.Path("nowhere.mp4")));

    [Fact]
    public async Task Open_FileInAFolderThatMayNotBeLookedInto_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may look into every folder, and Windows closes them in another way.");
        using var _ = new ClosedFolder(clips.Path("closed"));

        Assert.Contains("clip.mp4 may not be read", await FileSourceFixture.OpeningErrorAsync(Path.Combine(clips.Path("closed"), "clip.mp4")));
    }

    [Fact]
    public async Task Open_Folder_SaysSo() =>
        Assert.Contains("is a folder", await FileSourceFixture.OpeningErrorAsync(Path.GetTempPath()));

    [Fact]
    public async Task Open_EmptyFile_SaysSo()
    {
        await File.WriteAllBytesAsync(clips.Path("empty.mp4"), []);

        Assert.Contains("empty.mp4 is empty", await FileSourceFixture.OpeningErrorAsync(clips.Path("empty.mp4")));
    }

    [Theory]
    [InlineData("pipe.mp4")]
    [InlineData("pipe.flight")]
    public async Task Open_PipeThatNobodyWrites_SaysSoAndWaitsForNobody(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Made with mkfifo.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [clips.Path(name)])) await make.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains($"{name} is a pipe or a device", await FileSourceFixture.OpeningErrorAsync(clips.Path(name)).WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Open_TextNamedMp4_IsNoVideo()
    {
        await File.WriteAllTextAsync(clips.Path("text.mp4"), "Not a film.\n");

        Assert.Contains("text.mp4 is not a video", await FileSourceFixture.OpeningErrorAsync(clips.Path("text.mp4")));
    }

    [Fact]
    public async Task Open_PlaylistNamedMp4_FetchesNothing()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        await File.WriteAllTextAsync(
            clips.Path("list.mp4"),
            $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://{listener.LocalEndpoint}/1.ts\n#EXT-X-ENDLIST\n");

        Assert.Contains("list.mp4 is not a video", await FileSourceFixture.OpeningErrorAsync(clips.Path("list.mp4")));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Open_FileThatCannotBeRead_SaysSo()
    {
        // Locked rather than without permission: tests may run as root, whom permissions don't stop.
        await using var locked = new FileStream(clips.Path("locked.mp4"), FileMode.Create, FileAccess.Write, FileShare.None);
        await locked.WriteAsync("locked"u8.ToArray());
        await locked.FlushAsync();

        Assert.Contains("locked.mp4 cannot be read", await FileSourceFixture.OpeningErrorAsync(clips.Path("locked.mp4")));
    }

    [Fact]
    public async Task Open_AudioOnly_SaysThatThePictureIsMissing()
    {
        var clip = await clips.MakeAsync("song.m4a", "-f lavfi -i sine=d=1");

        Assert.Contains("has sound but no picture", await FileSourceFixture.OpeningErrorAsync(clip));
    }

    [Fact]
    public async Task Open_SongWithCover_SaysThatThePictureIsMissing()
    {
        var cover = await clips.MakeAsync("cover.png", "-f lavfi -i color=red:s=32x32 -frames:v 1");
        var clip = await clips.MakeAsync(
            "cover.mp3", "-f lavfi -i sine=d=1 -i INPUT -map 0 -map 1 -disposition:v attached_pic", cover);

        Assert.Contains("has sound but no picture", await FileSourceFixture.OpeningErrorAsync(clip));
    }

    [Theory]
    [InlineData("zero.mp4", "has neither picture nor sound")]
    [InlineData("zero.avi", "has no picture that can be decoded")]
    public async Task Open_VideoOfNoLength_SaysSo(string name, string expected)
    {
        var clip = await clips.MakeAsync(name, "-f lavfi -i testsrc=s=160x120 -t 0");

        Assert.Contains(expected, await FileSourceFixture.OpeningErrorAsync(clip));
    }

    [Fact]
    public async Task Open_Mp4WithoutItsIndex_SaysWhatFfmpegMisses()
    {
        var whole = await clips.MakeAsync("whole.mp4", FourSeconds);
        var clip = await CutAsync(whole, "headless.mp4", 0.5);

        var message = await FileSourceFixture.OpeningErrorAsync(clip);

        Assert.Contains("headless.mp4 is not a video that ffmpeg can read, or it is cut off", message);
        Assert.Contains("moov atom not found", message);
    }

    [Theory]
    [InlineData("front.mp4", "-movflags +faststart")]
    [InlineData("stream.mkv", "")]
    public async Task Read_CutOffInTheMiddle_DeliversWhatThereIsAndWarns(string name, string options)
    {
        var whole = await clips.MakeAsync("whole-" + name, $"{FourSeconds} {options}");
        var clip = await CutAsync(whole, name, 0.5);
        var logger = new RecordingLogger();

        var (_, media) = await FileSourceFixture.ReadAsync(clip, logger: logger);

        Assert.InRange(media.Frames.Count, 30, 75);
        Assert.NotEmpty(media.Samples);
        var (level, text) = Assert.Single(logger.Entries);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains($"{name} is damaged or cut off: {media.Frames.Count} frames were decoded", text);
    }

    [Fact]
    public async Task Read_DamagedInside_GoesOn()
    {
        var clip = await clips.MakeAsync("damaged.mp4", FourSeconds);
        var bytes = await File.ReadAllBytesAsync(clip);
        // Pictures lie before the index, from byte 48 on; this is somewhere in the second second.
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length * 3 / 10, 300));
        await File.WriteAllBytesAsync(clip, bytes);
        var logger = new RecordingLogger();

        var (_, media) = await FileSourceFixture.ReadAsync(clip, logger: logger);

        Assert.InRange(media.Frames.Count, 90, 100);
        Assert.True(media.Frames[^1].Time.Seconds > 3.9);
        Assert.Single(logger.Entries);
    }

    [Fact]
    public async Task Read_Undamaged_WarnsOfNothing()
    {
        var clip = await clips.MakeAsync("fine.mp4", FourSeconds);
        var logger = new RecordingLogger();

        await FileSourceFixture.ReadAsync(clip, logger: logger);

        Assert.Empty(logger.Entries);
    }

    [Fact]
    public async Task Read_BeforeOpen_Throws()
    {
        await using var source = FileSourceFixture.Open("any.mp4");

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => source.ReadAsync(new CollectingMediaWriter(), CancellationToken.None));
    }

    private async Task<string> CutAsync(string whole, string name, double part)
    {
        var bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(clips.Path(name), bytes.AsMemory(0, (int)(bytes.Length * part)));
        return clips.Path(name);
    }
}
