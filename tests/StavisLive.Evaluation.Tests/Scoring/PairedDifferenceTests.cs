using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Scoring;

namespace StavisLive.Evaluation.Tests.Scoring;

public class PairedDifferenceTests
{
    // Of numpy's numbers.
    private const double Rounding = 1e-8;

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("b")]
    public void Of_GoldenClips_IsWhatNumpyFinds(string group)
    {
        var difference = PairedDifference.Between(GoldenDifferences.Predictor("one"), GoldenDifferences.Predictor("other"), seed: 0);

        var scores = difference.Of(group.Length == 0 ? null : group);

        Assert.Equal(["a", "b"], difference.Groups);
        Assert.Equal(GoldenDifferences.Rows(group), scores.Rows);
        foreach (var metric in MetricNames.All)
        {
            Assert.Equal(GoldenDifferences.Number(group, "mean", metric), scores.Mean[metric], Rounding);
            AssertWithin("low", metric, scores.Low[metric]);
            AssertWithin("high", metric, scores.High[metric]);
        }

        void AssertWithin(string end, Metric metric, double actual) => Assert.InRange(
            actual, GoldenDifferences.Number(group, end + "_from", metric) - Rounding, GoldenDifferences.Number(group, end + "_to", metric) + Rounding);
    }

    [Fact]
    public void Of_DefinedScores_IsTheDifferenceOfTheReportsMeans()
    {
        var (one, other) = (GoldenDifferences.Predictor("one"), GoldenDifferences.Predictor("other"));

        var scores = PairedDifference.Between(one, other, seed: 0).Of(null);

        Assert.Equal(one.MeanOf(null)[Metric.Cc] - other.MeanOf(null)[Metric.Cc], scores.Mean[Metric.Cc], 1e-12);
    }

    [Fact]
    public void Of_SameScores_IsNothingForSure()
    {
        var scores = PairedDifference.Between(GoldenDifferences.Predictor("one"), GoldenDifferences.Predictor("one"), seed: 3).Of(null);

        Assert.All(MetricNames.All, metric => Assert.Equal((0, 0, 0), (scores.Mean[metric], scores.Low[metric], scores.High[metric])));
    }

    [Fact]
    public void Of_ShiftedScores_IsTheShiftForSure()
    {
        var scores = PairedDifference.Between(GoldenDifferences.Predictor("other", shift: 0.37), GoldenDifferences.Predictor("other"), seed: 3).Of(null);

        foreach (var metric in MetricNames.All)
        {
            Assert.Equal(0.37, scores.Mean[metric], 1e-12);
            Assert.Equal(0.37, scores.Low[metric], 1e-12);
            Assert.Equal(0.37, scores.High[metric], 1e-12);
        }
    }

    [Fact]
    public void Of_Exchanged_HasTheOtherSign()
    {
        var (one, other) = (GoldenDifferences.Predictor("one"), GoldenDifferences.Predictor("other"));

        var (there, back) = (PairedDifference.Between(one, other, seed: 0).Of(null), PairedDifference.Between(other, one, seed: 0).Of(null));

        Assert.Equal(there.Mean[Metric.Nss], -back.Mean[Metric.Nss], 1e-12);
        Assert.Equal(there.Low[Metric.Nss], -back.High[Metric.Nss], 1e-12);
    }

    [Fact]
    public void OfSound_ClipsWithAndWithout_CountsThoseWithAlone()
    {
        var (hearing, muted) = (new PredictorResult("network"), new PredictorResult("network muted"));
        // A clip has sound if there is any in it.
        Add("talk", 0.5, 0.25, hasSound: false);
        Add("talk", 0.5, 0.25, hasSound: true);
        Add("mime", 0.5, 0.5, hasSound: false);
        Add("song", 1, 0.25, hasSound: true);

        var difference = PairedDifference.OfSound(hearing, muted, seed: 0);
        var scores = difference.Of(null);

        Assert.Equal(2, scores.Rows);
        Assert.Equal(0.5, scores.Mean[Metric.Cc]);
        Assert.Equal(0.25, scores.Low[Metric.Cc]);
        Assert.Equal(0.75, scores.High[Metric.Cc]);
        Assert.Equal("what sound adds to network: 2 videos or stills with sound, 95% interval by a paired bootstrap of 10000 draws", difference.Describe(scores));

        void Add(string row, double hears, double silent, bool hasSound)
        {
            hearing.Add(row, "", new MapScores { [Metric.Cc] = hears }, hasSound);
            muted.Add(row, "", new MapScores { [Metric.Cc] = silent }, hasSound);
        }
    }

    [Fact]
    public void OfSound_NoSoundAnywhere_IsToldPlainly()
    {
        var difference = PairedDifference.OfSound(GoldenDifferences.Predictor("one"), GoldenDifferences.Predictor("other"), seed: 0);

        var scores = difference.Of(null);

        Assert.Equal(0, scores.Rows);
        Assert.Equal(double.NaN, scores.Mean[Metric.Cc]);
        Assert.Equal("what sound adds to one: nothing can be told, there is no video or still with sound", difference.Describe(scores));
    }
}
