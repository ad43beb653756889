using StavisLive.Core.Configuration.Sources;
using StavisLive.Core.Sources;
using StavisLive.Media.Sources.Cameras;

namespace StavisLive.Media.Tests.Sources.Cameras;

/// <summary>A webcam of the usual kind: raw pictures only slowly when they are large.</summary>
public sealed class CameraModeChoiceTests
{
    private static readonly CameraMode[] Webcam =
    [
        new("YUYV", 640, 480, [30, 15]),
        new("YUYV", 1280, 720, [10, 5]),
        new("MJPG", 640, 480, [30]),
        new("MJPG", 1280, 720, [60, 30]),
        new("MJPG", 1920, 1080, [29.97]),
    ];

    [Theory]
    [InlineData(null, null, CameraFormat.Auto, null)]
    [InlineData("640x480", null, CameraFormat.Auto, "YUYV")]
    [InlineData("640x480", 30.0, CameraFormat.Auto, "YUYV")]
    [InlineData("1280x720", null, CameraFormat.Auto, "MJPG")]
    [InlineData("1280x720", 10.0, CameraFormat.Auto, "YUYV")]
    [InlineData("1920x1080", 30.0, CameraFormat.Auto, "MJPG")]
    [InlineData(null, 15.0, CameraFormat.Auto, "YUYV")]
    [InlineData(null, null, CameraFormat.Mjpeg, "MJPG")]
    [InlineData("1280x720", null, CameraFormat.Yuyv, "YUYV")]
    public void Choose_Wish_IsTheFormatThatGivesIt(string? size, double? rate, CameraFormat format, string? expected) =>
        Assert.Equal(expected, CameraModeChoice.Choose("0", Wish(size, rate, format), Webcam));

    [Theory]
    [InlineData("800x600", null, CameraFormat.Auto, "does not give 800x600.")]
    [InlineData("1920x1080", 60.0, CameraFormat.Auto, "does not give 1920x1080, 60 fps.")]
    [InlineData("1280x720", 30.0, CameraFormat.Yuyv, "does not give 1280x720, 30 fps, YUYV.")]
    public void Choose_NotOffered_ListsWhatIs(string? size, double? rate, CameraFormat format, string expected)
    {
        var e = Assert.Throws<SourceException>(() => CameraModeChoice.Choose("0", Wish(size, rate, format), Webcam));

        Assert.Contains(expected, e.Message);
        Assert.Contains("It offers YUYV 640x480 (30, 15 fps), 1280x720 (10, 5 fps); MJPG 640x480 (30 fps)", e.Message);
        Assert.EndsWith(" Choose one of these, or leave `source.cameraSize`, `source.cameraFps` and `source.cameraFormat` out.", e.Message);
    }

    [Fact]
    public void Refuse_CameraThatDoesNotSayWhatItOffers_ListsNothing() => Assert.Equal(
        "Camera 0 does not give 1280x720, 30 fps, MJPEG. Choose others, or leave `source.cameraSize`, `source.cameraFps` and `source.cameraFormat` out.",
        CameraModeChoice.Refuse("0", Wish("1280x720", 30, CameraFormat.Mjpeg), []).Message);

    [Fact]
    public void Choose_DriverOfAnySize_TakesWhatFits()
    {
        CameraMode[] modes = [new("YUYV", 1920, 1080, [30], IsUpTo: true)];

        Assert.Equal("YUYV", CameraModeChoice.Choose("0", Wish("800x600", null, CameraFormat.Auto), modes));
        Assert.Throws<SourceException>(() => CameraModeChoice.Choose("0", Wish("4000x3000", null, CameraFormat.Auto), modes));
    }

    [Theory]
    [InlineData(30.0, CameraFormat.Auto, "MJPG")]
    [InlineData(10.0, CameraFormat.Auto, "YUYV")]
    [InlineData(10.0, CameraFormat.Yuyv, "YUYV")]
    public void Choose_RateOfACameraWithoutTheUsualSize_IsThatOfAnyOfItsSizes(double rate, CameraFormat format, string expected)
    {
        CameraMode[] modes = [new("YUYV", 1280, 720, [10]), new("MJPG", 1920, 1080, [30])];

        Assert.Equal(expected, CameraModeChoice.Choose("0", Wish(null, rate, format), modes));
        Assert.Throws<SourceException>(() => CameraModeChoice.Choose("0", Wish(null, 60, format), modes));
    }

    [Fact]
    public void Choose_CameraThatDoesNotSay_IsAskedAsWished() =>
        Assert.Equal("MJPG", CameraModeChoice.Choose("0", Wish("800x600", 30, CameraFormat.Mjpeg), []));

    private static CameraOptions Wish(string? size, double? rate, CameraFormat format) =>
        new() { Size = size is null ? null : PictureSize.Parse(size), Rate = rate, Format = format };
}
