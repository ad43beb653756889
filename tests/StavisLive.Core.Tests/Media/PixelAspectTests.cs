using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Media;

public sealed class PixelAspectTests
{
    // The proportions that ffmpeg's Matroska writer gives those of standard definition and HDV; then whole columns and rows.
    [Theory]
    [InlineData(720, 576, 4, 3, 16, 15)]
    [InlineData(720, 576, 20, 11, 16, 11)]
    [InlineData(720, 480, 16, 9, 32, 27)]
    [InlineData(704, 576, 4, 3, 12, 11)]
    [InlineData(120, 160, 135, 256, 45, 64)]
    [InlineData(1440, 1080, 1920, 1080, 4, 3)]
    public void Of_Proportion_IsHowWidePixelsAre(int columns, int rows, int shownWidth, int shownHeight, int width, int height) =>
        Assert.Equal(new PixelAspect(width, height), PixelAspect.Of(columns, rows, shownWidth, shownHeight));

    [Theory]
    [InlineData(1920, 1080, 16, 9)]
    [InlineData(1920, 1080, 0, 0)]
    [InlineData(0, 5, 4, 3)]
    [InlineData(65535, 65521, int.MaxValue, 1)]
    public void Of_SquaresOrNoProportion_IsASquare(int columns, int rows, int shownWidth, int shownHeight) =>
        Assert.True(PixelAspect.Of(columns, rows, shownWidth, shownHeight).IsSquare);

    [Theory]
    [InlineData(64, 45, 1024, 576)]
    [InlineData(45, 64, 720, 819)]
    [InlineData(0, 0, 720, 576)]
    [InlineData(1, 1, 720, 576)]
    public void Shown_Picture_IsStretchedInOneDirection(int aspectWidth, int aspectHeight, int width, int height) =>
        Assert.Equal((width, height), new PixelAspect(aspectWidth, aspectHeight).Shown(720, 576));

    [Theory]
    [InlineData("64:45", 64, 45)]
    [InlineData("1:8", 1, 8)]
    [InlineData("0:1", 0, 0)]
    [InlineData("-4:3", 0, 0)]
    [InlineData("65535:1", 0, 0)]
    [InlineData("1:9", 0, 0)]
    [InlineData("N/A", 0, 0)]
    [InlineData(null, 0, 0)]
    public void Parse_Fraction_IsRead(string? text, int width, int height) => Assert.Equal(new PixelAspect(width, height), PixelAspect.Parse(text));
}
