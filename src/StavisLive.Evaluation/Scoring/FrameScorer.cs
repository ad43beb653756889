using System.Numerics.Tensors;
using StavisLive.Core.Media;
using StavisLive.Evaluation.Baselines;
using StavisLive.Evaluation.Clips;
using StavisLive.Evaluation.Maps;
using StavisLive.Evaluation.Metrics;
using StavisLive.Evaluation.Protocols;

namespace StavisLive.Evaluation.Scoring;

/// <summary>Scores the network and the baselines, frame by frame, and keeps the scores. Not thread-safe.</summary>
/// <param name="protocol">What happens to predictions before they are scored.</param>
/// <param name="baselines">Borrowed.</param>
/// <param name="scorer">The metrics.</param>
public sealed class FrameScorer(EvaluationProtocol protocol, IReadOnlyList<IBaseline> baselines, MapScorer scorer)
{
    private readonly PredictorResult _network = new("network");
    private readonly PredictorResult[] _baselineResults = [.. baselines.Select(baseline => new PredictorResult(baseline.Name))];
    private readonly FixedMap _gainedOver = FixedMap.CentredGaussian();
    private readonly double[] _prediction = new double[SaliencyMap.Length];
    private (int Width, int Height) _size;
    private IPredictionFinish _finish = null!;
    private double[] _baseline = [];
    private int _scored;

    /// <summary>Everything so far.</summary>
    public EvaluationResult Result => new(protocol.Name, [_network, .. _baselineResults], _scored);

    /// <summary>Scores one frame; returns the network's scores.</summary>
    /// <exception cref="InvalidDataException">The network's map is not finite, or the density isn't.</exception>
    public MapScores Score(VideoFrame picture, SaliencyMap map, FrameTruth frame)
    {
        Prepare(frame.Width, frame.Height);
        var truth = frame.ToGroundTruth(_baseline);
        TensorPrimitives.ConvertTruncating<float, double>(map.Values, _prediction);
        var scores = scorer.Score(_finish.Apply(_prediction), truth, _scored);
        _network.Add(frame.Row, frame.Group, scores);
        for (var index = 0; index < baselines.Count; index++)
        {
            baselines[index].Predict(picture, _prediction);
            _baselineResults[index].Add(frame.Row, frame.Group, scorer.Score(_finish.Apply(_prediction), truth, _scored));
        }
        _scored++;
        return scores;
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
