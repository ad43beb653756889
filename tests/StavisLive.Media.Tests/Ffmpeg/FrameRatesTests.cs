using StavisLive.Media.Ffmpeg;

namespace StavisLive.Media.Tests.Ffmpeg;

public class FrameRatesTests
{
    [Theory]
    [InlineData(33_333_333, 1e9, 30)]
    [InlineData(16_666_666, 1e9, 60)]
    [InlineData(1_041_666, 1e9, 960)]
    [InlineData(333_333, 1e7, 30)]
    [InlineData(40, 1e3, 25)]
    public void Choose_DurationOfCutOffDigits_IsTheWholeRate(double duration, double second, double rate) => Assert.Equal(rate, FrameRates.Choose(second / duration));

    [Theory]
    [InlineData(30_000 / 1_001.0)]
    [InlineData(24_000 / 1_001.0)]
    [InlineData(12.5)]
    public void Choose_RateThatIsNotWhole_Stays(double rate) => Assert.Equal(rate, FrameRates.Choose(rate));

    [Theory]
    [InlineData(25, 25, 1)]
    [InlineData(30_000 / 1_001.0, 30_000, 1_001)]
    [InlineData(23.976, 24_000, 1_001)]
    [InlineData(12.5, 25, 2)]
    [InlineData(90_000, 90_000, 1)]
    public void Fraction_Rate_IsInLowestTerms(double rate, long pictures, long seconds) => Assert.Equal((pictures, seconds), FrameRates.Fraction(rate));

    [Fact]
    public void Choose_ClocksAndNothing_AreNone()
    {
        Assert.Equal(0, FrameRates.Choose(0, 90_000));
        Assert.Equal(15, FrameRates.Choose(0, 90_000, 15));
    }
}
