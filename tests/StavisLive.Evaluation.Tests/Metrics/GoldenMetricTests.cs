using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Tests.Metrics;

/// <summary>Scores against those of the MIT saliency benchmark's own code.</summary>
public class GoldenMetricTests
{
    public static TheoryData<int> Pairs => [.. Enumerable.Range(0, GoldenMetrics.Count)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Score_GoldenPair_MatchesTheBenchmarksExactMetrics(int pair)
    {
        var scores = new MapScorer().Score(GoldenMetrics.Saliency(pair), GoldenMetrics.Truth(pair), pair);

        foreach (var metric in new[] { Metric.Cc, Metric.Nss, Metric.Sim, Metric.Kld, Metric.AucJudd, Metric.InformationGain })
            Assert.Equal(GoldenMetrics.Score(pair, metric.Key()), scores[metric], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Score_WithoutSplits_MatchesTheBenchmarksMeanOverManyDraws(int pair)
    {
        var scores = new MapScorer().Score(GoldenMetrics.Saliency(pair), GoldenMetrics.Truth(pair), pair);

        AssertNear(GoldenMetrics.Score(pair, "auc_borji_mean"), scores[Metric.AucBorji], 0.01);
        AssertNear(GoldenMetrics.Score(pair, "auc_shuffled_mean"), scores[Metric.AucShuffled], 0.01);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Score_RandomSplits_ConvergeToTheExactMean(int pair)
    {
        var exact = new MapScorer().Score(GoldenMetrics.Saliency(pair), GoldenMetrics.Truth(pair), pair);
        var drawn = new MapScorer(splits: 4000, seed: 7).Score(GoldenMetrics.Saliency(pair), GoldenMetrics.Truth(pair), pair);

        // The deviation of one draw is below 0.1 in every pair: 0.1 / sqrt(4000) is 0.0016.
        AssertNear(exact[Metric.AucBorji], drawn[Metric.AucBorji], 0.006);
        AssertNear(exact[Metric.AucShuffled], drawn[Metric.AucShuffled], 0.006);
    }

    [Fact]
    public void Score_SameSeed_RepeatsItself_AnotherDoesNot()
    {
        var (map, truth) = (GoldenMetrics.Saliency(0), GoldenMetrics.Truth(0));

        var first = new MapScorer(splits: 20, seed: 3).Score(map, truth, 0);
        var same = new MapScorer(splits: 20, seed: 3).Score(map, truth, 0);
        var other = new MapScorer(splits: 20, seed: 4).Score(map, truth, 0);

        Assert.Equal(first[Metric.AucShuffled], same[Metric.AucShuffled]);
        Assert.Equal(first[Metric.AucBorji], same[Metric.AucBorji]);
        Assert.NotEqual(first[Metric.AucShuffled], other[Metric.AucShuffled]);
        Assert.NotEqual(first[Metric.AucBorji], other[Metric.AucBorji]);
    }

    private static void AssertNear(double expected, double actual, double tolerance)
    {
        if (double.IsNaN(expected)) Assert.True(double.IsNaN(actual));
        else Assert.InRange(actual, expected - tolerance, expected + tolerance);
    }
}
