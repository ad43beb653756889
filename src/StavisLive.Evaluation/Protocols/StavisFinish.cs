using StavisLive.Core.Media;
using StavisLive.Evaluation.Maps;

namespace StavisLive.Evaluation.Protocols;

/// <summary>
/// Stretches a map to 0..255, cut to whole numbers, and back to 0..1; smooths it by a 13x13 Gaussian of sigma 2 with mirrored
/// borders; resizes it bicubically.
/// </summary>
/// <remarks>The authors' test code and their postprocessMap.m, less the JPEG file that they keep maps in between.</remarks>
internal sealed class StavisFinish(int width, int height) : IPredictionFinish
{
    private const double Sigma = 2;
    private const int Radius = 6;

    private readonly GaussianBlur _blur = new(SaliencyMap.Side, SaliencyMap.Side, Sigma, Radius);
    private readonly MapResizer _resizer = new(SaliencyMap.Side, SaliencyMap.Side, width, height, ResizeKernel.Bicubic);
    private readonly double[] _map = new double[SaliencyMap.Length];
    private readonly double[] _resized = new double[width * height];

    /// <inheritdoc />
    public ReadOnlySpan<double> Apply(ReadOnlySpan<double> prediction)
    {
        Quantize(prediction, _map);
        _blur.Apply(_map);
        _resizer.Apply(_map, _resized);
        return _resized;
    }

    private static void Quantize(ReadOnlySpan<double> map, Span<double> quantized)
    {
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in map) (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        var scale = 255 / (maximum - minimum);
        // A flat map, and one with values that are no numbers, stay what they are: the metrics say so.
        if (!double.IsFinite(scale))
        {
            map.CopyTo(quantized);
            return;
        }
        // The darkest level is 0 and the brightest 255, or 254 by a rounding: so much for the second stretching.
        var brightest = Math.Floor((maximum - minimum) * scale);
        for (var at = 0; at < map.Length; at++) quantized[at] = Math.Floor((map[at] - minimum) * scale) / brightest;
    }
}
