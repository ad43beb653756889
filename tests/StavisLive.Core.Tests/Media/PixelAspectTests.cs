using StavisLive.Core.Media;

namespace StavisLive.Core.Tests.Media;

public sealed class PixelAspectTests
{
    // What ffmpeg's Matroska writer makes of the proportions of standard definition: whole columns, to the nearest.
    [Theory]
    [InlineData(720, 768, 16, 15)]
    [InlineData(720, 1047, 16, 11)]
    [InlineData(720, 853, 32, 27)]
    [InlineData(720, 655, 10, 11)]
    [InlineData(1440, 1920, 4, 3)]
    public void Of_ColumnsAndWhatTheyAreShownAs_IsTheSimplestFraction(int columns, int shown, int width, int height) =>
        Assert.Equal(new PixelAspect(width, height), PixelAspect.Of(columns, shown));

    [Theory]
    [InlineData(1920, 1920)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void Of_NoOthers_IsASquare(int columns, int shown) => Assert.True(PixelAspect.Of(columns, shown).IsSquare);

    [Theory]
    [InlineData("64:45", 64, 45)]
    [InlineData("0:1", 0, 0)]
    [InlineData("N/A", 0, 0)]
    [InlineData(null, 0, 0)]
    public void Parse_Fraction_IsRead(string? text, int width, int height) => Assert.Equal(new PixelAspect(width, height), PixelAspect.Parse(text));
}
