using StavisLive.Evaluation.Foveation;

namespace StavisLive.Evaluation.Tests.Foveation;

/// <summary>Against the rates and qualities that implementations of VCEG-M33 are published with, and what NumPy's polyfit makes of them.</summary>
public class BjontegaardDeltaTests
{
    private static readonly (double, double)[] Anchor = [(686.76, 40.28), (309.58, 37.18), (157.11, 34.24), (85.95, 31.42)];

    [Fact]
    public void Rate_PublishedCurves_AsPublished()
    {
        (double, double)[] tested = [(893.34, 40.39), (407.8, 37.21), (204.93, 34.17), (112.75, 31.24)];
        Assert.Equal(31.397374054, BjontegaardDelta.Rate(Anchor, tested), 6);
    }

    [Fact]
    public void Rate_SecondPublishedPair_AsPublished()
    {
        (double, double)[] anchor = [(9487.76, 40.037), (4593.6, 38.615), (2486.44, 36.845), (1358.24, 34.851)];
        (double, double)[] tested = [(9787.8, 40.121), (4469, 38.651), (2451.52, 36.97), (1356.24, 34.987)];
        Assert.Equal(-4.420462706, BjontegaardDelta.Rate(anchor, tested), 6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(1.25)]
    public void Rate_SameCurveAtOtherRates_TheFactor(double factor) =>
        Assert.Equal((factor - 1) * 100, BjontegaardDelta.Rate(Anchor, [.. Anchor.Select(point => (point.Item1 * factor, point.Item2))]), 9);

    [Fact]
    public void Rate_NoQualityInCommon_NotANumber() =>
        Assert.Equal(double.NaN, BjontegaardDelta.Rate(Anchor, [.. Anchor.Select(point => (point.Item1, point.Item2 + 20))]));
}
