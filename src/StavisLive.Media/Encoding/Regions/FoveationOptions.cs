namespace StavisLive.Media.Encoding.Regions;

/// <summary>How a map of attention becomes differences of the quantizer.</summary>
/// <remarks>
/// A block of weight <c>w = (1 - Floor) s / mean(s) + Floor</c>, where s is the mean of the sharpened map over it, differs by
/// <c>-Strength (log2 w - mean log2 w)</c>, within the limits. What the numbers cost and give is told in
/// <c>docs/measurements/foveation.md</c>.
/// </remarks>
public sealed record FoveationOptions
{
    /// <summary>Most that <see cref="Strength"/> can be.</summary>
    public const double MostStrength = 4;

    /// <summary>Steps of the quantizer for each doubling of attention, 0 to <see cref="MostStrength"/>.</summary>
    /// <value>The default value is 2.</value>
    public double Strength { get; init; } = 2;

    /// <summary>Power to which the map is raised before anything else.</summary>
    /// <value>The default value is 1: sharper maps save a little more and cost more elsewhere.</value>
    public double Sharpness { get; init; } = 1;

    /// <summary>Weight, of a mean of 1, that a block has where nobody looks.</summary>
    /// <value>The default value is 0.15.</value>
    public double Floor { get; init; } = 0.15;

    /// <summary>How far a block may be better than the mean, in doublings of attention.</summary>
    /// <value>The default value is 6.</value>
    public double MostBetter { get; init; } = 6;

    /// <summary>How far a block may be worse than the mean, in doublings of attention.</summary>
    /// <value>The default value is 3: with the usual floor nothing comes to it.</value>
    public double MostWorse { get; init; } = 3;

    /// <summary>Time in which the planner has followed two thirds of a change of the map.</summary>
    /// <value>The default value is 0.1 s.</value>
    public TimeSpan Smoothing { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>Least difference of the quantizer, which is the best quality.</summary>
    internal int Least => -(int)Math.Round(Strength * MostBetter);

    /// <summary>Largest difference of the quantizer, which is the worst quality.</summary>
    internal int Largest => (int)Math.Round(Strength * MostWorse);
}
