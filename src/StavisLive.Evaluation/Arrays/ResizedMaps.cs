using StavisLive.Evaluation.Maps;

namespace StavisLive.Evaluation.Arrays;

/// <summary>Maps of a stack in another size, as the benchmark resizes predictions: bicubically. Recycles its buffer.</summary>
internal sealed class ResizedMaps(MapStack stack, int width, int height)
{
    private readonly MapResizer _resizer = new(stack.Width, stack.Height, width, height, ResizeKernel.Bicubic);
    private readonly double[] _resized = new double[width * height];

    /// <summary>A map; valid until the next one is read.</summary>
    public ReadOnlyMemory<double> Read(int number)
    {
        _resizer.Apply(stack.Read(number).Span, _resized);
        return _resized;
    }
}
