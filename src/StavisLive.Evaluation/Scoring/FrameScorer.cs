using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Baselines;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Maps;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Networks;
using StavisLive.Evaluation.Protocols;

namespace StavisLive.Evaluation.Scoring;

/// <summary>Scores networks and baselines, frame by frame, and keeps the scores. Not thread-safe.</summary>
/// <param name="protocol">What happens to predictions before they are scored.</param>
/// <param name="networks">The network first, then those beside it; one in silence behind the same with its sound. Borrowed.</param>
/// <param name="baselines">Borrowed.</param>
/// <param name="scorer">The metrics.</param>
public sealed class FrameScorer(
    EvaluationProtocol protocol, IReadOnlyList<EvaluatedNetwork> networks, IReadOnlyList<IBaseline> baselines, MapScorer scorer)
{
    private readonly PredictorResult[] _networkResults = [.. networks.Select(network => new PredictorResult(network.Name))];
    private readonly PredictorResult[] _baselineResults = [.. baselines.Select(baseline => new PredictorResult(baseline.Name))];
    private readonly FixedMap _gainedOver = FixedMap.CentredGaussian();
    private readonly double[] _prediction = new double[SaliencyMap.Length];
    private (int Width, int Height) _size;
    private IPredictionFinish _finish = null!;
    private double[] _baseline = [];
    private int _scored;

    /// <summary>Everything so far.</summary>
    public EvaluationResult Result => new(protocol.Name, [.. _networkResults, .. _baselineResults], _scored, [.. Differences()]);

    /// <summary>The networks whose maps it scores.</summary>
    internal IReadOnlyList<EvaluatedNetwork> Networks => networks;

    /// <summary>Scores one frame; returns the first network's scores.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="maps">The networks' maps of it.</param>
    /// <param name="frame">What people looked at.</param>
    /// <param name="hasSound">Whether there was something to hear.</param>
    /// <exception cref="InvalidDataException">A map is not finite, or the density isn't.</exception>
    internal MapScores Score(VideoFrame picture, IReadOnlyList<SaliencyMap> maps, FrameTruth frame, bool hasSound)
    {
        Prepare(frame.Width, frame.Height);
        var truth = frame.ToGroundTruth(_baseline);
        for (var index = 0; index < networks.Count; index++)
        {
            TensorPrimitives.ConvertTruncating<float, double>(maps[index].Values, _prediction);
            Add(_networkResults[index]);
        }
        for (var index = 0; index < baselines.Count; index++)
        {
            baselines[index].Predict(picture, _prediction);
            Add(_baselineResults[index]);
        }
        _scored++;
        return _networkResults[0].Rows[^1].Frames[^1];

        void Add(PredictorResult result) =>
            result.Add(frame.Row, frame.Group, scorer.Score(_finish.Apply(_prediction), truth, _scored), hasSound);
    }

    private IEnumerable<PairedDifference> Differences()
    {
        for (var index = 1; index < networks.Count; index++)
        {
            var result = _networkResults[index];
            yield return networks[index].Hearing is { } hearing
                ? PairedDifference.OfSound(_networkResults.First(other => other.Name == hearing.Name), result, scorer.Seed)
                : PairedDifference.Between(_networkResults[0], result, scorer.Seed);
        }
    }

    private void Prepare(int width, int height)
    {
        if (_size == (width, height)) return;
        _size = (width, height);
        _finish = protocol.CreateFinish(width, height);
        _baseline = new double[width * height];
        new MapResizer(SaliencyMap.Side, SaliencyMap.Side, width, height, ResizeKernel.Bilinear).Apply(_gainedOver.Values, _baseline);
    }
}
