using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Outputs;
using StavisLive.Core.Configuration.Publishing;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Configuration.Validation;
using StavisLive.Core.Inference;

namespace StavisLive.Core.Tests.Configuration.Validation;

public class ConfigValidationTests
{
    private static readonly StavisConfig Valid = new() { Source = new SourceConfig { Synthetic = true } };

    [Fact]
    public void Check_OneSource_Passes() => ConfigValidation.Check(Valid);

    [Fact]
    public void Check_NoSource_NamesTheKeysToChooseFrom() => Refused(
        new StavisConfig(), "source", null, "Nothing to watch: give one of source.camera, source.rtsp, source.input or source.synthetic.");

    [Fact]
    public void Check_TwoSources_NamesBoth() => Refused(
        Valid with { Source = new SourceConfig { Synthetic = true, Camera = "0" } }, "source", "camera, synthetic", "More than one source given: choose one");

    [Theory]
    [InlineData("rtsp://admin:p@ss/word@camera/x")]
    [InlineData("rtsp://admin:12/34@camera/x")]
    public void Check_AddressThatReadsInTwoWays_TellsTheMend(string address) => Refused(
        new StavisConfig { Source = new SourceConfig { Rtsp = address } }, "source.rtsp", "rtsp://admin:***@camera/x", "source.rtsp can be read in two ways");

    [Fact]
    public void Check_AddressAsInput_NamesTheRightKey() => Refused(
        new StavisConfig { Source = new SourceConfig { Input = "rtsp://a:secret@h/x" } }, "source.input", "rtsp://a:***@h/x", "source.input takes no address, such as rtsp://a:***@h/x; streams are watched with source.rtsp.");

    [Theory]
    [InlineData("file:///films/my%20clip.mp4", "the path alone is /films/my clip.mp4.")]
    [InlineData("https://host/clip.mp4", "save what it gives as a file first; only rtsp:// is watched as it comes, with source.rtsp.")]
    public void Check_AddressOfAFileAsInput_TellsWhatToGiveInstead(string address, string said) => Refused(
        new StavisConfig { Source = new SourceConfig { Input = address } }, "source.input", address, $"source.input takes no address, such as {address}; {said}");

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-9)]
    [InlineData(1e15)]
    public void Check_ImpossibleDuration_IsRefused(double seconds) =>
        Assert.Equal("limits.duration", Assert.Single(ConfigValidation.Problems(Valid with { Limits = new LimitConfig { Duration = seconds } })).Key);

    [Fact]
    public void Check_EndlessTimeout_IsRefused() => Assert.Equal(
        "source.connectTimeout", Assert.Single(ConfigValidation.Problems(new StavisConfig { Source = new SourceConfig { Synthetic = true, ConnectTimeout = 1e300 } })).Key);

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    public void Check_WaitsOfNoLength_AreRefused(double milliseconds)
    {
        var config = new StavisConfig
        {
            Source = new SourceConfig { Synthetic = true, MaxAge = milliseconds },
            Outputs = new OutputConfig { Recorder = new RecorderConfig { MaxCaptureToMap = milliseconds } },
        };

        Assert.Equal(["source.maxAge", "outputs.recorder.maxCaptureToMap"], ConfigValidation.Problems(config).Select(problem => problem.Key));
    }

    [Fact]
    public void Check_DashForAFile_IsRefusedWhereItIsNotStandardOutput()
    {
        var config = Valid with
        {
            Log = new LogConfig { File = "-" },
            Outputs = new OutputConfig { Overlay = "-", Maps = "-", Metrics = "-", QpMaps = "-", Recorder = new RecorderConfig { Folder = "-" } },
        };

        Assert.Equal(["outputs.overlay", "outputs.maps", "outputs.recorder.folder", "log.file"], ConfigValidation.Problems(config).Select(problem => problem.Key));
        Assert.True(config.Outputs.HasStandardOutput);
    }

    [Fact]
    public void Check_EmptyPaths_AreRefused()
    {
        var config = Valid with
        {
            Model = new ModelConfig { Weights = "" },
            Log = new LogConfig { File = "" },
            Outputs = new OutputConfig { Recorder = new RecorderConfig { Folder = "" } },
        };

        Assert.Equal(["outputs.recorder.folder", "model.weights", "log.file"], ConfigValidation.Problems(config).Select(problem => problem.Key));
    }

    [Theory]
    [InlineData("http://camera/stream")]
    [InlineData("rtsp://")]
    [InlineData("camera.local")]
    public void Check_NotAnRtspAddress_IsRefused(string address) => Refused(
        new StavisConfig { Source = new SourceConfig { Rtsp = address } }, "source.rtsp", address, "source.rtsp expects an address such as rtsp://host:554/path, not");

    [Fact]
    public void Check_AddressWithPassword_KeepsItOutOfMessageAndValue()
    {
        var e = Assert.Throws<ConfigException>(() =>
            ConfigValidation.Check(new StavisConfig { Source = new SourceConfig { Rtsp = "http://user:s3cret@camera/" } }));

        Assert.DoesNotContain("s3cret", e.Message);
        Assert.Equal("http://user:***@camera/", Assert.Single(e.Found).Value);
    }

    [Theory]
    [InlineData(9.9, "9.9")]
    [InlineData(30.1, "30.1")]
    [InlineData(double.NaN, "NaN")]
    public void Check_WindowFpsOutOfRange_IsRefused(double fps, string value) => Refused(
        Valid with { Window = new WindowConfig { Fps = fps } }, "window.fps", value, $"window.fps must be 10 to 30, not {value}: the network learned on 24 to 30.");

    [Fact]
    public void Check_CameraRateOutOfRange_IsRefused() => Refused(
        Valid with { Source = new SourceConfig { Camera = "0", CameraFps = 0 } }, "source.cameraFps", "0", "source.cameraFps must be more than 0 and at most 1000, not 0.");

    [Fact]
    public void Check_MasksThatCannotBeMeant_AreNamedByTheirPlace() => Refused(
        Valid with { Source = new SourceConfig { Camera = "0", Masks = [new() { Width = 1, Height = 1 }, new() { Polygon = [new(0, 0), new(1, 0)] }] } },
        "source.masks[1]",
        "0,0,1,0",
        "a polygon has three corners or more, not 2.");

    [Fact]
    public void Check_SeveralProblems_ListsThemAll()
    {
        var config = Valid with
        {
            Model = new ModelConfig { Threads = 0 },
            Limits = new LimitConfig { Duration = 0, MaxFrames = 0 },
            Outputs = new OutputConfig { Opacity = 2 },
            Misread = [ConfigWords.Problem<InferencePrecision>("model.precision", "int8")],
        };

        var found = Assert.Throws<ConfigException>(() => ConfigValidation.Check(config)).Found;

        Assert.Equal(["outputs.opacity", "model.precision", "model.threads", "limits.duration", "limits.maxFrames"], found.Select(problem => problem.Key));
        Assert.Equal(["2", "int8", "0", "0", "0"], found.Select(problem => problem.Value));
    }

    [Fact]
    public void Check_UnknownKindOfEvent_NamesTheRightOnes() => Refused(
        Valid with { Publish = new PublishConfig { Webhooks = [new WebhookConfig { Url = "https://host/hook", Events = ["spread", "zone-enterd"] }] } },
        "publish.webhooks[0].events[1]", "zone-enterd",
        "is one of zone-entered, zone-left, zone-dwell, spread, audio-found, audio-lost, source-state, not \"zone-enterd\".");

    [Theory]
    [InlineData("https://host:port/hook")]
    [InlineData("https:///hook")]
    public void Check_WebhookWithoutAHost_IsRefused(string address) => Refused(
        Valid with { Publish = new PublishConfig { Webhooks = [new WebhookConfig { Url = address }] } }, "publish.webhooks[0].url", address, "expects an address such as https://host/path");

    [Theory]
    [InlineData("mqtt://host:x")]
    [InlineData("mqtt:///")]
    public void Check_BrokerWithoutAHost_IsRefused(string address) => Refused(
        Valid with { Publish = new PublishConfig { Mqtt = new MqttConfig { Address = address } } }, "publish.mqtt.address", address, "expects an address such as mqtt://host:1883");

    private static void Refused(StavisConfig config, string key, string? value, string reason)
    {
        var e = Assert.Throws<ConfigException>(() => ConfigValidation.Check(config));

        var problem = Assert.Single(e.Found);
        Assert.Equal(key, problem.Key);
        if (value is null) Assert.Null(problem.Value);
        else Assert.EndsWith(value, problem.Value);
        Assert.Contains(reason, Assert.Single(e.Problems));
    }
}
