namespace StavisLive.Scenes.Backgrounds;

/// <summary>How pictures are varied, so that few of them teach more. All zeros: not at all.</summary>
public sealed record Augmentation
{
    /// <summary>Probability of a mirror image.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Smallest share of a side that a view keeps.</summary>
    public double SmallestView { get; init; } = 0.6;

    /// <summary>Probability that the view is the whole picture.</summary>
    public double WholeView { get; init; } = 0.2;

    /// <summary>Most that a view is stretched: 0.2 is a sixth narrower up to a fifth wider.</summary>
    public double Stretch { get; init; } = 0.2;

    /// <summary>Most that brightness and contrast change, as a share.</summary>
    public double Light { get; init; } = 0.3;

    /// <summary>Most that saturation and each colour's share change.</summary>
    public double Colour { get; init; } = 0.3;

    /// <summary>Probability that the picture loses its colours.</summary>
    public double Grey { get; init; } = 0.05;
}
