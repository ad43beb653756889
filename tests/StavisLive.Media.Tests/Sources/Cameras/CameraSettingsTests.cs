using OpenCvSharp;
using StavisLive.Core.Configuration.Sources;
using StavisLive.Media.Sources.Cameras;

namespace StavisLive.Media.Tests.Sources.Cameras;

public sealed class CameraSettingsTests
{
    private static readonly CameraOptions Wish = new() { Size = new PictureSize(1280, 720), Rate = 30, Format = CameraFormat.Mjpeg };

    [Theory]
    [InlineData(VideoCaptureAPIs.V4L2, "FourCC=MJPG, FrameWidth=1280, FrameHeight=720, Fps=30")]
    [InlineData(VideoCaptureAPIs.DSHOW, "FrameWidth=1280, FrameHeight=720, Fps=30, FourCC=MJPG")]
    public void Of_FormatSizeAndRate_AreInTheOrderThatLeavesAllInForce(VideoCaptureAPIs backend, string expected) =>
        Assert.Equal(expected, Describe(CameraSettings.Of(Wish, "MJPG", backend)));

    [Theory]
    [InlineData(VideoCaptureAPIs.V4L2, "FourCC=YUYV")]
    [InlineData(VideoCaptureAPIs.DSHOW, "FourCC=YUY2")]
    public void Of_RawPictures_AreCalledAsTheSystemDoes(VideoCaptureAPIs backend, string expected) =>
        Assert.Equal(expected, Describe(CameraSettings.Of(new CameraOptions(), "YUYV", backend)));

    [Fact]
    public void Of_NothingWanted_IsNothing() => Assert.Empty(CameraSettings.Of(new CameraOptions(), format: null, VideoCaptureAPIs.DSHOW));

    [Theory]
    [InlineData(1280, 720, 30, "MJPG", true)]
    [InlineData(1280, 720, 29.97, "MJPG", true)]
    [InlineData(1280, 720, 30, "YUY2", false)]
    [InlineData(640, 480, 30, "MJPG", false)]
    [InlineData(1280, 720, 10, "MJPG", false)]
    public void AreKept_WhatIsGiven_IsHeldAgainstAllThatWasWanted(int width, int height, double rate, string format, bool areKept) =>
        Assert.Equal(areKept, CameraSettings.AreKept(Wish, width, height, rate, format));

    [Theory]
    [InlineData(CameraFormat.Yuyv, "YUYV", true)]
    [InlineData(CameraFormat.Yuyv, "YUY2", true)]
    [InlineData(CameraFormat.Yuyv, "MJPG", false)]
    [InlineData(CameraFormat.Auto, "NV12", true)]
    public void AreKept_Format_IsKnownByEachOfItsNames(CameraFormat wanted, string given, bool areKept) =>
        Assert.Equal(areKept, CameraSettings.AreKept(new CameraOptions { Format = wanted }, 640, 480, 30, given));

    private static string Describe(IEnumerable<(VideoCaptureProperties Property, double Value)> settings) => string.Join(", ", settings.Select(setting =>
        $"{setting.Property}={(setting.Property == VideoCaptureProperties.FourCC ? LettersOf((int)setting.Value) : $"{setting.Value:0}")}"));

    private static string LettersOf(int fourCc) => System.Text.Encoding.ASCII.GetString(BitConverter.GetBytes(fourCc));
}
