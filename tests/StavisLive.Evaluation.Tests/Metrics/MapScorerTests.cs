using StavisLive.Evaluation.Metrics;

namespace StavisLive.Evaluation.Tests.Metrics;

/// <summary>What lies off the benchmark's beaten track: ties, flat maps, few fixations, bad values.</summary>
public class MapScorerTests
{
    private const int Width = 16;
    private const int Height = 12;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Score_ManyTies_AucJuddFollowsItsDefinitionThresholdByThreshold(int seed)
    {
        var random = new Random(seed);
        // Four grey levels, so that fixations tie with each other and with hundreds of pixels.
        var map = Map(_ => random.Next(4) / 3.0);
        var fixated = Enumerable.Range(0, Width * Height).Where(_ => random.Next(6) == 0).ToArray();

        var scores = new MapScorer().Score(map, Truth(fixated), 0);

        Assert.Equal(LiteralAucJudd(map, fixated), scores[Metric.AucJudd], 1e-12);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void Score_ExtremeRange_AucJuddIsThatOfTheSameOrder(double outlier)
    {
        var random = new Random(5);
        var map = Map(_ => random.NextDouble());
        var fixated = new[] { 3, 40, 41, 90, 120 };

        // One pixel that is larger than all others: whether by a little or by everything must not matter.
        map[7] = 2;
        var little = new MapScorer().Score(map, Truth(fixated), 0);
        map = Array.ConvertAll(map, value => value * outlier);
        var scaled = new MapScorer().Score(map, Truth(fixated), 0);
        map[7] = double.MaxValue / 2;
        var huge = new MapScorer().Score(map, Truth(fixated), 0);

        Assert.InRange(little[Metric.AucJudd], 0, 1);
        Assert.Equal(little[Metric.AucJudd], scaled[Metric.AucJudd], 1e-12);
        Assert.Equal(little[Metric.AucJudd], huge[Metric.AucJudd], 1e-12);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0)]
    public void Score_FlatMap_IsUndefinedButForWhatTheBenchmarkDefines(double value)
    {
        var scores = new MapScorer().Score(Map(_ => value), Truth([5, 60]), 0);

        foreach (var metric in new[] { Metric.Cc, Metric.Nss, Metric.AucJudd, Metric.AucBorji, Metric.AucShuffled, Metric.InformationGain })
            Assert.True(double.IsNaN(scores[metric]), metric.ToString());
        Assert.True(double.IsFinite(scores[Metric.Kld]));
        // similarity.m leaves an all-zero map as it is; any other flat map cannot be stretched.
        Assert.Equal(value == 0 ? 0 : double.NaN, scores[Metric.Sim]);
    }

    [Fact]
    public void Score_UniformMap_DivergenceIsThatFromTheUniformDistribution()
    {
        var truth = Truth([5, 60]);
        var scores = new MapScorer().Score(Map(_ => 3), truth, 0);

        var density = truth.Density.ToArray();
        var total = density.Sum();
        var expected = density.Where(value => value > 0).Sum(value => value / total * Math.Log(value / total * density.Length));
        Assert.Equal(expected, scores[Metric.Kld], 1e-9);
    }

    [Fact]
    public void Score_NoFixations_LeavesTheScoresOfTheDensity()
    {
        var scores = new MapScorer().Score(Map(at => at), Truth([]), 0);

        foreach (var metric in new[] { Metric.Nss, Metric.AucJudd, Metric.AucBorji, Metric.AucShuffled, Metric.InformationGain })
            Assert.True(double.IsNaN(scores[metric]), metric.ToString());
        foreach (var metric in new[] { Metric.Cc, Metric.Sim, Metric.Kld })
            Assert.True(double.IsFinite(scores[metric]), metric.ToString());
    }

    [Fact]
    public void Score_EmptyDensity_HasNoCorrelationAndNoDivergence()
    {
        var truth = new GroundTruth(Width, Height, new double[Width * Height], []);

        var scores = new MapScorer().Score(Map(at => at), truth, 0);

        Assert.True(double.IsNaN(scores[Metric.Cc]));
        Assert.True(double.IsNaN(scores[Metric.Kld]));
        Assert.Equal(0, scores[Metric.Sim]);
    }

    [Fact]
    public void Score_OneFixationAtThePeak_IsAsGoodAsItGets()
    {
        var map = Map(at => at == 77 ? 10 : at / 1000.0);

        var scores = new MapScorer(splits: 10).Score(map, Truth([77], others: [0, 1, 2]), 0);

        Assert.Equal(1, scores[Metric.AucJudd], 1e-12);
        Assert.Equal(1, scores[Metric.AucShuffled], 1e-12);
        Assert.True(double.IsNaN(scores[Metric.AucBorji]));
        Assert.True(scores[Metric.Nss] > 10);
    }

    [Fact]
    public void Score_OtherPictures_OwnFixationsAreTakenOut()
    {
        var map = Map(at => at);

        var own = new MapScorer(splits: 10).Score(map, Truth([150, 160], others: [150, 160]), 0);
        var mixed = new MapScorer(splits: 10).Score(map, Truth([150, 160], others: [0, 1, 150, 160]), 0);

        Assert.True(double.IsNaN(own[Metric.AucShuffled]));
        Assert.Equal(1, mixed[Metric.AucShuffled], 1e-12);
    }

    [Fact]
    public void Score_EightBitTenths_LieOnTheirThresholds()
    {
        // 51/255 is 0.2 and 153/255 is 0.6, exactly: both reach their thresholds, so they tie with what lies between two tenths.
        var map = Map(at => at switch { 0 => 0, 1 => 255, < 100 => 51, < 150 => 60, _ => 153 });

        var scores = new MapScorer().Score(map, Truth([20], others: [120]), 0);

        Assert.Equal(0.5, scores[Metric.AucShuffled], 1e-12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Score_ValueThatIsNoNumber_IsRefusedByNameAndPlace(double value)
    {
        var map = Map(at => at == (3 * Width) + 2 ? value : at);

        var prediction = Assert.Throws<InvalidDataException>(() => new MapScorer().Score(map, Truth([5]), 0));
        var density = Assert.Throws<InvalidDataException>(() => new GroundTruth(Width, Height, map, []));
        var baseline = Assert.Throws<InvalidDataException>(() => new MapScorer().Score(Map(at => at), Truth([5], baseline: map), 0));

        Assert.Contains("the prediction holds", prediction.Message);
        Assert.Contains("row 3, column 2", prediction.Message);
        Assert.Contains("the density holds", density.Message);
        Assert.Contains("the baseline holds", baseline.Message);
    }

    [Fact]
    public void Score_OffsetAndScaleOfTheMap_ChangeNothingThatIsStandardised()
    {
        var random = new Random(11);
        var map = Map(_ => random.NextDouble());
        var far = Array.ConvertAll(map, value => 1e6 + (1e-3 * value));
        var truth = Truth([4, 50, 51, 130], others: [1, 9, 100]);

        var near = new MapScorer().Score(map, truth, 0);
        var shifted = new MapScorer().Score(far, truth, 0);

        foreach (var metric in new[] { Metric.Cc, Metric.Nss, Metric.Sim, Metric.AucJudd })
            Assert.Equal(near[metric], shifted[metric], 1e-5);
    }

    [Fact]
    public void Mean_UndefinedScores_AreLeftOutAndCounted()
    {
        var mean = new ScoreMean();
        mean.Add(new MapScores { [Metric.Cc] = 0.5, [Metric.Nss] = 1 });
        mean.Add(new MapScores { [Metric.Nss] = 3 });

        Assert.Equal(0.5, mean[Metric.Cc]);
        Assert.Equal(2, mean[Metric.Nss]);
        Assert.Equal(1, mean.Undefined(Metric.Cc));
        Assert.Equal(2, mean.Undefined(Metric.Kld));
        Assert.True(double.IsNaN(mean.ToScores()[Metric.Kld]));
    }

    private static double[] Map(Func<int, double> value) => [.. Enumerable.Range(0, Width * Height).Select(value)];

    private static GroundTruth Truth(int[] fixated, int[]? others = null, double[]? baseline = null) =>
        new(Width, Height, Map(at => Math.Exp(-Math.Pow((at % Width) - 5, 2) / 8)), fixated)
        {
            Others = others ?? [0, 2, 180],
            Baseline = baseline ?? Map(at => 1 + (at % 7)),
        };

    /// <summary>The definition, word by word, on the stretched map.</summary>
    private static double LiteralAucJudd(double[] map, int[] fixated)
    {
        var thresholds = fixated.Select(pixel => map[pixel]).OrderDescending().ToArray();
        var points = new List<(double X, double Y)> { (0, 0) };
        for (var i = 1; i <= thresholds.Length; i++)
        {
            var above = map.Count(value => value >= thresholds[i - 1]);
            points.Add(((above - i) / (double)(map.Length - fixated.Length), i / (double)fixated.Length));
        }
        points.Add((1, 1));
        return points.Zip(points.Skip(1)).Sum(pair => (pair.Second.X - pair.First.X) * (pair.First.Y + pair.Second.Y) / 2);
    }
}
