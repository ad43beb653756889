using StavisLive.Core.Configuration;
using StavisLive.Hosting.Composition;

namespace StavisLive.Hosting.Tests.Composition;

public sealed class StreamPlanTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plan-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<SourceConfig, string> Names => new()
    {
        { new() { Camera = "0" }, "camera 0" },
        { new() { Input = "clips/crystal.mp4" }, "crystal.mp4" },
        { new() { Input = "photos/" }, "photos" },
        { new() { Synthetic = true }, "synthetic" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_Source_GivesTheStreamItsName(SourceConfig source, string name) => Assert.Equal(name, Plan(source).StreamName);

    [Fact]
    public void Of_AddressWithPassword_NamesTheStreamWithoutIt()
    {
        var name = Plan(new() { Rtsp = "rtsp://watcher:s3cret@roof:554/1?token=s3cret" }).StreamName;

        Assert.Contains("roof:554", name);
        Assert.DoesNotContain("s3cret", name);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Of_File_IsPacedWhenWatchedLive(bool realtime, bool display, bool paced) =>
        Assert.Equal(paced, Plan(new() { Input = "a.mp4", Realtime = realtime }, new() { Display = display }).IsPaced);

    [Fact]
    public void Of_FilesWanted_OpensNoWindowUnasked() => Assert.False(Plan(new() { Synthetic = true }, new() { Maps = "m.npy" }).Display);

    [Fact]
    public void Of_Pictures_AreStillsAndNeverPaced()
    {
        var plan = Plan(new() { Input = _folder.FullName, Realtime = true }, new() { Display = false });

        Assert.True(plan.IsStills);
        Assert.False(plan.IsPaced);
    }

    [Theory]
    [InlineData("--colormap", "beige", "m.mp4", null)]
    [InlineData(".mp4", "turbo", "m.avi", null)]
    public void Of_OutputThatCannotBe_SaysWhatWouldBeRight(string said, string colormap, string overlay, bool? display) =>
        Assert.Contains(said, Refused(new() { Synthetic = true }, new() { Colormap = colormap, Overlay = overlay, Display = display }));

    [Fact]
    public void Of_PicturesInAWindow_SaysWhatWouldBeRight() =>
        Assert.Contains("--output", Refused(new() { Input = _folder.FullName }, new() { Display = true }));

    [Fact]
    public void Of_PicturesIntoAVideo_SaysWhatWouldBeRight() =>
        Assert.Contains(".png", Refused(new() { Input = _folder.FullName }, new() { Overlay = "o.mp4" }));

    [Fact]
    public void Of_Camera_HasNoMicrophoneUnlessAsked() => Assert.Null(Plan(new SourceConfig { Camera = "0" }).Microphone);

    [Theory]
    [InlineData("none", null)]
    [InlineData("default", "default")]
    [InlineData("usb", "usb")]
    public void Of_Mic_NamesTheMicrophone(string mic, string? microphone) =>
        Assert.Equal(microphone, Plan(new SourceConfig { Camera = "0", Mic = mic }).Microphone);

    [Fact]
    public void Of_RealtimeFileWithMicrophone_IsAllowed() =>
        Assert.Equal("default", Plan(new SourceConfig { Input = "clip.mp4", Realtime = true, Mic = "default" }).Microphone);

    [Fact]
    public void Of_FileWithMicrophoneButNotLive_IsRefused() =>
        Assert.Contains("--realtime", Refused(new() { Input = "clip.mp4", Mic = "default" }));

    [Fact]
    public void Of_SceneWithMicrophoneButNotLive_IsRefused() =>
        Assert.Contains("--realtime", Refused(new() { Synthetic = true, Mic = "default" }));

    [Fact]
    public void Of_PicturesWithMicrophone_AreRefused() =>
        Assert.Contains("pictures", Refused(new() { Input = "photo.png", Mic = "default" }));

    private static StreamPlan Plan(SourceConfig source, OutputConfig? outputs = null) =>
        HostPlan.Of(new StavisConfig { Source = source, Outputs = outputs ?? new() { Display = false } }).Streams[0];

    private static string Refused(SourceConfig source, OutputConfig? outputs = null) =>
        Assert.Single(Assert.Throws<ConfigException>(() => Plan(source, outputs)).Problems);
}
