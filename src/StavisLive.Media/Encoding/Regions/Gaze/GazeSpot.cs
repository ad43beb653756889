using System.Numerics.Tensors;
using StavisLive.Core.Media;

namespace StavisLive.Media.Encoding.Regions.Gaze;

/// <summary>A map whose only peak is where somebody looks, a Gaussian that is round on the picture, mixed with another map.</summary>
internal static class GazeSpot
{
    /// <summary>Fills a map: both have a mean of 1 before they are mixed, so that neither counts for more by its scale.</summary>
    /// <param name="map">The other map.</param>
    /// <param name="gaze">The place.</param>
    /// <param name="options">The spot's share and size.</param>
    /// <param name="aspect">The picture's height over its width.</param>
    /// <param name="mixed">Gets the values.</param>
    public static void Blend(ReadOnlySpan<float> map, GazeSample gaze, GazeOptions options, double aspect, Span<float> mixed)
    {
        Span<float> across = stackalloc float[SaliencyMap.Side];
        Span<float> down = stackalloc float[SaliencyMap.Side];
        Fill(across, gaze.X, options.Radius * aspect);
        Fill(down, gaze.Y, options.Radius);

        var mean = TensorPrimitives.Average(map);
        var share = mean > 0 ? (float)options.Weight : 1;
        var scale = share / (TensorPrimitives.Average<float>(across) * TensorPrimitives.Average<float>(down));
        for (var row = 0; row < SaliencyMap.Side; row++)
            TensorPrimitives.Multiply(across, down[row] * scale, mixed.Slice(row * SaliencyMap.Side, SaliencyMap.Side));
        if (share < 1) TensorPrimitives.MultiplyAdd(map, (1 - share) / mean, mixed, mixed);
    }

    private static void Fill(Span<float> axis, double place, double deviation)
    {
        for (var cell = 0; cell < axis.Length; cell++)
        {
            var distance = ((cell + 0.5) / axis.Length - place) / deviation;
            axis[cell] = (float)Math.Exp(-distance * distance / 2);
        }
    }
}
