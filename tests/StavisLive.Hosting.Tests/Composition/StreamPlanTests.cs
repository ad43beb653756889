using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Windowing;
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
    public void Of_FileThatIsSentOn_IsPacedAndOpensNoWindowUnasked()
    {
        var plan = Plan(new() { Input = "a.mp4" }, new() { Restream = "rtsp://127.0.0.1/a" });

        Assert.True(plan.IsPaced);
        Assert.False(plan.Display);
    }

    [Fact]
    public void Problems_PicturesThatAreToBeSentOn_NamesTheKeyWithoutThePassword()
    {
        var failure = Assert.Throws<ConfigException>(() => Plan(new() { Input = _folder.FullName }, new() { Display = false, Restream = "rtsp://a:geheim@host/b" }));

        Assert.Contains("outputs.restream sends video", failure.Message);
        Assert.DoesNotContain("geheim", failure.Message);
    }

    [Theory]
    [InlineData(false, "f.mp4", MapAlignment.Center)]
    [InlineData(true, "f.mp4", MapAlignment.Newest)]
    [InlineData(true, null, MapAlignment.Center)]
    [InlineData(false, "srt://host:9000", MapAlignment.Newest)]
    public void Of_FoveatedLive_MapsAreOfTheNewestFrame(bool realtime, string? target, MapAlignment alignment)
    {
        var plan = Plan(new() { Input = "a.mp4", Realtime = realtime }, new() { Display = false, Foveate = new() { Target = target } });

        Assert.Equal(alignment, plan.Alignment);
        Assert.Equal(alignment == MapAlignment.Newest || realtime, plan.IsPaced);
    }

    [Fact]
    public void Of_FoveatedLiveWithAnotherAlignment_KeepsIt()
    {
        var config = new StavisConfig { Source = new() { Camera = "0" }, Window = new() { Align = MapAlignment.Center }, Outputs = new() { Foveate = new() { Target = "f.mp4" } } };

        Assert.Equal(MapAlignment.Center, HostPlan.Of(config).Streams[0].Alignment);
    }

    [Theory]
    [InlineData("f.avi", FoveationCodec.H264, ".mkv")]
    [InlineData("srt://a:geheim@host:9000", FoveationCodec.Vp9, "carries no VP9")]
    [InlineData("http://a:geheim@host/b", FoveationCodec.H264, "expects an .mp4 or .mkv file, or an address")]
    [InlineData("", FoveationCodec.H264, "must be a path")]
    public void Of_FoveatedVideoThatCannotBe_SaysWhatWouldBeRight(string target, FoveationCodec codec, string words)
    {
        var failure = Assert.Throws<ConfigException>(() => Plan(new() { Synthetic = true }, new() { Display = false, Foveate = new() { Target = target, Codec = codec } }));

        Assert.Contains(failure.Found, problem => problem.Key.StartsWith("outputs.foveate", StringComparison.Ordinal) && problem.Message.Contains(words, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", failure.Message);
    }

    [Fact]
    public void Of_FilesWanted_OpensNoWindowUnasked() => Assert.False(Plan(new() { Synthetic = true }, new() { Maps = "m.npy" }).Display);

    [Fact]
    public void Of_Pictures_AreStillsAndNeverPaced()
    {
        var plan = Plan(new() { Input = _folder.FullName, Realtime = true }, new() { Display = false });

        Assert.True(plan.IsStills);
        Assert.False(plan.IsPaced);
    }

    [Fact]
    public void Of_OutputThatCannotBe_SaysWhatWouldBeRight()
    {
        var problem = Refused(new() { Synthetic = true }, new() { Overlay = "m.avi" });

        Assert.Equal(("outputs.overlay", "m.avi"), (problem.Key, problem.Value));
        Assert.Contains(".mp4", problem.Message);
    }

    [Fact]
    public void Of_PicturesInAWindow_SaysWhatWouldBeRight()
    {
        var problem = Refused(new() { Input = _folder.FullName }, new() { Display = true });

        Assert.Equal("outputs.display", problem.Key);
        Assert.Equal("`outputs.display` shows video; for pictures give `outputs.overlay=FILE.png` or a folder.", problem.Message);
    }

    [Fact]
    public void Of_PicturesIntoAVideo_SaysWhatWouldBeRight() =>
        Assert.Contains(".png", Refused(new() { Input = _folder.FullName }, new() { Overlay = "o.mp4" }).Message);

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
    public void Of_FileWithMicrophoneButNotLive_IsRefused() => NeedsRealtime(new() { Input = "clip.mp4", Mic = "default" });

    [Fact]
    public void Of_SceneWithMicrophoneButNotLive_IsRefused() => NeedsRealtime(new() { Synthetic = true, Mic = "default" });

    [Fact]
    public void Of_PicturesWithMicrophone_AreRefused() =>
        Assert.Contains("pictures", Refused(new() { Input = "photo.png", Mic = "default" }).Message);

    [Fact]
    public void Of_PicturesOverAndOverAgain_AreRefused()
    {
        var problem = Refused(new() { Input = _folder.FullName, Loop = true });

        Assert.Equal(("source.loop", "true"), (problem.Key, problem.Value));
        Assert.Contains("pictures", problem.Message);
    }

    private static void NeedsRealtime(SourceConfig source)
    {
        var problem = Refused(source);

        Assert.Equal(("source.mic", "default"), (problem.Key, problem.Value));
        Assert.Equal("source.mic listens live, so source.input and source.synthetic need source.realtime with it.", problem.ToString());
    }

    private static StreamPlan Plan(SourceConfig source, OutputConfig? outputs = null) =>
        HostPlan.Of(new StavisConfig { Source = source, Outputs = outputs ?? new() { Display = false } }).Streams[0];

    private static ConfigProblem Refused(SourceConfig source, OutputConfig? outputs = null) =>
        Assert.Single(Assert.Throws<ConfigException>(() => Plan(source, outputs)).Found);
}
