using StavisLive.Core.Media;
using StavisLive.Evaluation.Maps;

namespace StavisLive.Evaluation.Protocols;

/// <summary>Resizes bilinearly.</summary>
internal sealed class PlainFinish(int width, int height) : IPredictionFinish
{
    private readonly MapResizer _resizer = new(SaliencyMap.Side, SaliencyMap.Side, width, height, ResizeKernel.Bilinear);
    private readonly double[] _resized = new double[width * height];

    /// <inheritdoc />
    public ReadOnlySpan<double> Apply(ReadOnlySpan<double> prediction)
    {
        _resizer.Apply(prediction, _resized);
        return _resized;
    }
}
