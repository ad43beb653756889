using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Tests.Metrics;

public class PairedBootstrapTests
{
    [Fact]
    public void Estimate_ManyDifferences_IntervalIsTheNormalOne()
    {
        var random = new Random(5);
        double[] differences = [.. Enumerable.Range(0, 400).Select(_ => random.NextDouble())];

        var (mean, low, high) = PairedBootstrap.Estimate(differences, seed: 0);

        Assert.Equal(differences.Average(), mean, 1e-12);
        // The deviation of an even spread over 0..1 is the root of a twelfth.
        var reach = 1.96 * Math.Sqrt(1 / 12.0) / Math.Sqrt(differences.Length);
        Assert.InRange(mean - low, 0.9 * reach, 1.1 * reach);
        Assert.InRange(high - mean, 0.9 * reach, 1.1 * reach);
    }

    [Fact]
    public void Estimate_SameSeed_RepeatsItself_AnotherDoesNot()
    {
        double[] differences = [0.3, -0.1, 0.25, 0.02, 0.4, -0.3, 0.07];

        Assert.Equal(PairedBootstrap.Estimate(differences, seed: 1), PairedBootstrap.Estimate(differences, seed: 1));
        Assert.True(Enumerable.Range(0, 8).Select(seed => PairedBootstrap.Estimate(differences, seed)).Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(-0.3)]
    public void Estimate_EqualDifferences_AreTheirOwnInterval(double difference)
    {
        var (mean, low, high) = PairedBootstrap.Estimate([.. Enumerable.Repeat(difference, 16)], seed: 0);

        Assert.Equal(difference, mean, 1e-15);
        Assert.Equal(difference, low, 1e-15);
        Assert.Equal(difference, high, 1e-15);
    }

    [Fact]
    public void Estimate_OneDifference_HasNoInterval() =>
        Assert.Equal((0.5, double.NaN, double.NaN), PairedBootstrap.Estimate([0.5], seed: 0));

    [Fact]
    public void Estimate_NoDifference_IsUndefined() =>
        Assert.Equal((double.NaN, double.NaN, double.NaN), PairedBootstrap.Estimate([], seed: 0));
}
