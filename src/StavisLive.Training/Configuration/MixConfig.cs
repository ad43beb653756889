namespace StavisLive.Training.Configuration;

/// <summary>Shares of the kinds of examples in a stage.</summary>
public sealed record MixConfig
{
    /// <summary>Photographs with fixations: single frames, or moving views of them where examples have 16.</summary>
    public double Photographs { get; init; } = 1;

    /// <summary>Synthetic audiovisual scenes over photographs.</summary>
    public double Scenes { get; init; }
}
