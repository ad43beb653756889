using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Frames;
using StavisLive.Media.Tests.Ffmpeg;
using StavisLive.Testing;

namespace StavisLive.Media.Tests.Sources.Frames;

public sealed class FrameStoreTests : IDisposable
{
    // Grey that brightens by 4 with every frame.
    private const string Steps = "-f lavfi -i color=black:s=160x90:r={0}:d=2,format=gbrp,geq=r='4*N':g='4*N':b='4*N' -c:v ffv1";

    private const string Second = "-f lavfi -i color=white:s=160x90:r=25:d=1 -c:v ffv1";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_TwentyFivePerSecond_EveryPictureInItsPlace()
    {
        await TestClip.MakeAsync(_folder["a b.mkv"], string.Format(Steps, 25));

        using var store = await OpenAsync("a b.mkv");

        Assert.Equal((48, 36, 25.0, 50, false), (store.Width, store.Height, store.Fps, store.Count, store.HasAudio));
        Assert.Equal(160 / 90.0, store.SourceAspect);
        var picture = new byte[store.FrameBytes];
        foreach (var number in new[] { 49, 0, 17 })
        {
            store.Read(number, picture);
            Assert.All(picture, value => Assert.Equal(4 * number, value, 2.0));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Read(50, picture));
    }

    [Fact]
    public async Task OpenAsync_TurnedVideo_TellsTheShapeThatIsShown()
    {
        var lying = await TestClip.MakeAsync(_folder["lying.mp4"], "-f lavfi -i testsrc=s=160x90:r=25:d=0.2 -c:v libx264");
        Mp4Turn.Copy(lying, _folder["held upright.mp4"], 90);

        using var store = await OpenAsync("held upright.mp4");

        Assert.Equal(90 / 160.0, store.SourceAspect);
    }

    [Fact]
    public async Task OpenAsync_FiftyPerSecond_IsThinnedAsAtInference()
    {
        await TestClip.MakeAsync(_folder["fast.mkv"], string.Format(Steps, 50));

        using var store = await OpenAsync("fast.mkv");

        Assert.Equal((25.0, 50.0, 50), (store.Fps, store.SourceFps, store.Count));
    }

    [Fact]
    public async Task OpenAsync_Again_TakesWhatWasDecoded()
    {
        await TestClip.MakeAsync(_folder["a.mkv"], string.Format(Steps, 25));
        (await OpenAsync("a.mkv")).Dispose();
        File.WriteAllBytes(Assert.Single(Directory.GetFiles(_folder["cache"])), new byte[48 * 36 * 3]);

        using var store = await OpenAsync("a.mkv");

        Assert.Equal(1, store.Count);
    }

    [Fact]
    public async Task OpenAsync_Unfinished_DecodesAnew()
    {
        await TestClip.MakeAsync(_folder["a.mkv"], string.Format(Steps, 25));
        (await OpenAsync("a.mkv")).Dispose();
        var decoded = Assert.Single(Directory.GetFiles(_folder["cache"]));
        File.Delete(decoded);
        File.WriteAllBytes($"{decoded}.part", new byte[48 * 36 * 3]);

        using var store = await OpenAsync("a.mkv");

        Assert.Equal(50, store.Count);
    }

    [Fact]
    public async Task OpenAsync_SameNameInAnotherFolder_HasPicturesOfItsOwn()
    {
        foreach (var folder in new[] { "diem", "ucf" }) Directory.CreateDirectory(_folder[folder]);
        await TestClip.MakeAsync(_folder["diem/001.mkv"], string.Format(Steps, 25));
        await TestClip.MakeAsync(_folder["ucf/001.mkv"], Second);

        using var first = await OpenAsync("diem/001.mkv");
        using var second = await OpenAsync("ucf/001.mkv");
        using var again = await OpenAsync("diem/001.mkv");

        Assert.Equal((50, 25, 50), (first.Count, second.Count, again.Count));
    }

    [Fact]
    public async Task OpenAsync_ReplacedByAnOlderVideo_DecodesAnew()
    {
        await TestClip.MakeAsync(_folder["a.mkv"], string.Format(Steps, 25));
        (await OpenAsync("a.mkv")).Dispose();
        await TestClip.MakeAsync(_folder["b.mkv"], Second);
        File.SetLastWriteTimeUtc(_folder["b.mkv"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.Move(_folder["b.mkv"], _folder["a.mkv"], overwrite: true);

        using var store = await OpenAsync("a.mkv");

        Assert.Equal(25, store.Count);
    }

    [Fact]
    public async Task OpenAsync_VideoWasReplaced_OnlyItsOwnOlderPicturesGo()
    {
        foreach (var folder in new[] { "diem", "ucf" }) Directory.CreateDirectory(_folder[folder]);
        foreach (var name in new[] { "diem/001.mkv", "ucf/001.mkv", "ucf/001-a.mkv" })
        {
            await TestClip.MakeAsync(_folder[name], Second);
            (await OpenAsync(name)).Dispose();
        }
        var before = Directory.GetFiles(_folder["cache"]);
        // As former programs named it, whatever folder a video lay in.
        string[] former = [_folder["cache/001-48x36-25.bgr"], _folder["cache/002-48x36-25.bgr"]];
        foreach (var path in former) File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(_folder["diem/001.mkv"], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await OpenAsync("diem/001.mkv")).Dispose();

        var after = Directory.GetFiles(_folder["cache"]);
        Assert.Equal(2, after.Intersect(before).Count());
        Assert.Equal(2, after.Except(before).Count());
        Assert.Equal((false, true), (File.Exists(former[0]), File.Exists(former[1])));
        (await OpenAsync("ucf/001.mkv")).Dispose();
        Assert.Equal(after, Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public async Task OpenAsync_PicturesBeginLaterThanTheSound_HoldsNoneBefore()
    {
        await TestClip.MakeAsync(
            _folder["late.mkv"], "-itsoffset 0.5 -f lavfi -i testsrc=s=64x48:r=25:d=1 -f lavfi -i sine=d=2 -fps_mode passthrough -c:v ffv1 -c:a pcm_s16le");

        using var store = await OpenAsync("late.mkv");

        Assert.Equal(25, store.Count);
    }

    [Fact]
    public async Task OpenAsync_NothingToSee_NamesTheFile()
    {
        await TestClip.MakeAsync(_folder["sound.wav"], "-f lavfi -i sine=440 -t 1");
        File.WriteAllText(_folder["text.mp4"], "no video");

        Assert.Contains("sound.wav has no picture", (await Assert.ThrowsAsync<SourceException>(() => OpenAsync("sound.wav"))).Message);
        Assert.Contains("text.mp4", (await Assert.ThrowsAsync<SourceException>(() => OpenAsync("text.mp4"))).Message);
        Assert.Contains("does not exist", (await Assert.ThrowsAsync<SourceException>(() => OpenAsync("nowhere.mp4"))).Message);
    }

    private Task<FrameStore> OpenAsync(string name) => FrameStore.OpenAsync(_folder[name], _folder["cache"], 48, 36, TestContext.Current.CancellationToken);
}
