using BenchmarkDotNet.Attributes;
using StavisLive.Evaluation.Metrics;

namespace StavisLive.Benchmarks;

/// <summary>All eight metrics of a map of a million pixels with 200 fixations. Budget: 100 ms with 100 random draws.</summary>
[SimpleJob(iterationCount: 15)]
[MemoryDiagnoser]
public class MapScorerBenchmarks
{
    private const int Side = 1000;
    private const int Fixations = 200;

    // Ten other pictures' fixations, as the benchmark takes them.
    private const int OtherFixations = 10 * Fixations;

    private readonly MapScorer _drawn = new(splits: 100);
    private readonly MapScorer _exact = new();
    private double[] _saliency = [];
    private double[] _density = [];
    private double[] _fixationMap = [];
    private double[] _otherMap = [];
    private double[] _baseline = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _saliency = Array.ConvertAll(new double[Side * Side], _ => random.NextDouble());
        _density = Array.ConvertAll(new double[Side * Side], _ => random.NextDouble() * 255);
        _baseline = Array.ConvertAll(new double[Side * Side], _ => random.NextDouble());
        _fixationMap = Scatter(random, Fixations);
        _otherMap = Scatter(random, OtherFixations);
    }

    [Benchmark(Description = "100 random draws")]
    public MapScores Drawn() => _drawn.Score(_saliency, Truth(), 0);

    [Benchmark(Description = "mean of all draws")]
    public MapScores Exact() => _exact.Score(_saliency, Truth(), 0);

    // From masks, as they come: finding the fixated pixels is part of the work.
    private GroundTruth Truth() => new(Side, Side, _density, PixelSet.Of(_fixationMap))
    {
        Others = PixelSet.Of(_otherMap),
        Baseline = _baseline,
    };

    private static double[] Scatter(Random random, int count)
    {
        var mask = new double[Side * Side];
        for (var i = 0; i < count; i++) mask[random.Next(mask.Length)] = 1;
        return mask;
    }
}
