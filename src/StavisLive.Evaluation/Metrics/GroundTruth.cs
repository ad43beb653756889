namespace StavisLive.Evaluation.Metrics;

/// <summary>What people did look at in one picture, as the metrics need it.</summary>
public sealed class GroundTruth
{
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="density">Smoothed fixations, <c>[height, width]</c>; borrowed as long as this object is used.</param>
    /// <param name="fixated">Fixated pixels by their index in raster order, ascending, each once.</param>
    /// <exception cref="ArgumentException">The density has another number of pixels.</exception>
    /// <exception cref="InvalidDataException">The density is not finite.</exception>
    public GroundTruth(int width, int height, ReadOnlyMemory<double> density, int[] fixated)
    {
        if (density.Length != width * height || density.IsEmpty)
            throw new ArgumentException($"{density.Length} values are no density of {width}x{height} pixels.", nameof(density));
        Width = width;
        Height = height;
        Density = density;
        DensityStatistics = MapStatistics.Of(density.Span, width, "the density");
        Fixated = fixated;
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Smoothed fixations.</summary>
    public ReadOnlyMemory<double> Density { get; }

    /// <summary>The density's range and moments.</summary>
    public MapStatistics DensityStatistics { get; }

    /// <summary>Fixated pixels, ascending.</summary>
    public int[] Fixated { get; }

    /// <summary>Pixels fixated in other pictures, ascending, for the shuffled AUC; this picture's own are taken out of them.</summary>
    public int[]? Others
    {
        get;
        init => field = value is null ? null : PixelSet.Without(value, Fixated);
    }

    /// <summary>What information is gained over, <c>[height, width]</c>; borrowed.</summary>
    public ReadOnlyMemory<double>? Baseline { get; init; }
}
