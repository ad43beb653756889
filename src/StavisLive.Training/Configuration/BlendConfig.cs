namespace StavisLive.Training.Configuration;

/// <summary>Averages a finished stage's weights with those of an earlier one, which keeps what the later one has forgotten (Wortsman et al., CVPR 2022).</summary>
public sealed record BlendConfig
{
    /// <summary>An earlier stage, <c>init</c> (what training started from), or a file of weights of the same network.</summary>
    public string With { get; init; } = "";

    /// <summary>Its share. What only a stage that listens has learned stays whole if it didn't listen.</summary>
    public double Share { get; init; } = 0.5;
}
