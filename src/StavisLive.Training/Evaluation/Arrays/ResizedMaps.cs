using StavisLive.Training.Evaluation.Maps;

namespace StavisLive.Training.Evaluation.Arrays;

/// <summary>Maps of a stack in another size, as the benchmark resizes predictions: bicubically. Recycles its buffers.</summary>
internal sealed class ResizedMaps(MapStack stack, int width, int height)
{
    private readonly MapResizer _resizer = new(stack.Width, stack.Height, width, height, ResizeKernel.Bicubic);
    private readonly double[] _map = new double[stack.Length];
    private readonly double[] _resized = new double[width * height];

    /// <summary>A map; valid until the next one is read.</summary>
    public ReadOnlyMemory<double> Read(int number)
    {
        stack.CopyTo(number, _map);
        _resizer.Apply(_map, _resized);
        return _resized;
    }
}
