using StavisLive.Core.Configuration;

namespace StavisLive.Core.Tests.Configuration;

public class ConfigValidationTests
{
    private static readonly StavisConfig Valid = new() { Source = new SourceConfig { Synthetic = true } };

    [Fact]
    public void Check_OneSource_Passes() => ConfigValidation.Check(Valid);

    [Fact]
    public void Check_NoSource_NamesTheOptions() => Refused(new StavisConfig(), "--camera, --rtsp, --input or --synthetic");

    [Fact]
    public void Check_TwoSources_IsRefused() => Refused(Valid with { Source = new SourceConfig { Synthetic = true, Camera = "0" } }, "More than one source");

    [Theory]
    [InlineData("http://camera/stream")]
    [InlineData("rtsp://")]
    [InlineData("camera.local")]
    public void Check_NotAnRtspAddress_IsRefused(string address) =>
        Refused(new StavisConfig { Source = new SourceConfig { Rtsp = address } }, "expects an address");

    [Fact]
    public void Check_AddressWithPassword_KeepsItOutOfTheMessage()
    {
        var e = Assert.Throws<ConfigException>(() =>
            ConfigValidation.Check(new StavisConfig { Source = new SourceConfig { Rtsp = "http://user:s3cret@camera/" } }));

        Assert.DoesNotContain("s3cret", e.Message);
    }

    [Theory]
    [InlineData(9.9)]
    [InlineData(30.1)]
    [InlineData(double.NaN)]
    public void Check_WindowFpsOutOfRange_IsRefused(double fps) =>
        Refused(Valid with { Window = new WindowConfig { Fps = fps } }, "--window-fps");

    [Theory]
    [InlineData("1280")]
    [InlineData("1280x")]
    [InlineData("0x720")]
    [InlineData("-1280x720")]
    [InlineData("99999x720")]
    public void Check_NotASize_IsRefused(string size) =>
        Refused(Valid with { Source = new SourceConfig { Camera = "0", CameraSize = size } }, "--camera-size");

    [Fact]
    public void Check_UnknownCameraFormatAndRate_AreRefused()
    {
        var config = Valid with { Source = new SourceConfig { Camera = "0", CameraFormat = "h264", CameraFps = 0 } };

        Refused(config, "--camera-format (source.cameraFormat) is auto, mjpeg, yuyv");
        Refused(config, "--camera-fps");
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    public void Check_UnknownDevice_IsRefused(string device) =>
        Refused(Valid with { Model = new ModelConfig { Device = device } }, "--device");

    [Fact]
    public void Check_MasksThatCannotBeMeant_AreNamedByTheirPlace()
    {
        var config = Valid with { Source = new SourceConfig { Camera = "0", Masks = [new() { Width = 1, Height = 1 }, new() { Polygon = [new(0, 0), new(1, 0)] }] } };

        Refused(config, "--mask (source.masks[1])");
        Refused(config, "a polygon has three corners or more, not 2.");
    }

    [Fact]
    public void Check_SeveralProblems_ListsThemAll()
    {
        var config = Valid with
        {
            Model = new ModelConfig { Precision = "int8", Threads = 0 },
            Limits = new LimitConfig { Duration = 0, MaxFrames = 0 },
            Outputs = new OutputConfig { Opacity = 2 },
        };

        Assert.Equal(5, Assert.Throws<ConfigException>(() => ConfigValidation.Check(config)).Problems.Count);
    }

    [Fact]
    public void Check_OutputOverTheInput_IsRefused()
    {
        var config = new StavisConfig
        {
            Source = new SourceConfig { Input = "clips/../clip.mp4" },
            Outputs = new OutputConfig { Overlay = "clip.mp4" },
        };

        Refused(config, "given twice");
    }

    private static void Refused(StavisConfig config, string reason) =>
        Assert.Contains(reason, Assert.Throws<ConfigException>(() => ConfigValidation.Check(config)).Message);
}
