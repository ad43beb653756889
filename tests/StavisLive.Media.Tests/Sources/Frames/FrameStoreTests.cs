using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Frames;
using StavisLive.Media.Tests.Ffmpeg;

namespace StavisLive.Media.Tests.Sources.Frames;

public sealed class FrameStoreTests : IDisposable
{
    // Grey that brightens by 4 with every frame.
    private const string Steps = "-f lavfi -i color=black:s=160x90:r={0}:d=2,format=gbrp,geq=r='4*N':g='4*N':b='4*N' -c:v ffv1";

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
    public async Task OpenAsync_FiftyPerSecond_IsThinnedAsAtInference()
    {
        await TestClip.MakeAsync(_folder["fast.mkv"], string.Format(Steps, 50));

        using var store = await OpenAsync("fast.mkv");

        Assert.Equal((25.0, 50.0, 50), (store.Fps, store.SourceFps, store.Count));
    }

    [Fact]
    public async Task OpenAsync_UnfinishedOrOlderThanTheVideo_DecodesAnew()
    {
        await TestClip.MakeAsync(_folder["a.mkv"], string.Format(Steps, 25));
        Directory.CreateDirectory(_folder["cache"]);
        File.WriteAllBytes(_folder["cache/a-48x36-25.bgr.part"], new byte[48 * 36 * 3]);
        (await OpenAsync("a.mkv")).Dispose();
        var decoded = Assert.Single(Directory.GetFiles(_folder["cache"]));
        File.WriteAllBytes(decoded, new byte[48 * 36 * 3]);
        File.SetLastWriteTimeUtc(decoded, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        using var store = await OpenAsync("a.mkv");

        Assert.Equal(50, store.Count);
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
